-- Counts its own delays: one before each request.
local delays = 0

function delay()
    delays = delays + 1
    return 1
end

function request()
    return wrk.format("GET", "/after/" .. delays)
end

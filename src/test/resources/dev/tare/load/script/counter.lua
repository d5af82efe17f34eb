-- A counter in the path, a header of its own value, and a body now and then.
local count = 0

function request()
    count = count + 1
    wrk.headers["X-Count"] = count
    if count % 3 == 0 then
        return wrk.format("POST", "/item/" .. count, nil, "item=" .. count)
    end
    return wrk.format(nil, "/item/" .. count)
end

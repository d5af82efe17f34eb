-- Three requests at once.
local all

function init(args)
    local parts = {}
    for i, path in ipairs({ "/one", "/two", "/three" }) do
        parts[i] = wrk.format(nil, path)
    end
    all = table.concat(parts)
end

function request()
    return all
end

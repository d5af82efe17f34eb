-- The table "wrk" that scripts see, in every state: defaults, and how a request is put together.
-- Lookup, connect, time_us and thread are added by bridge.lua.

local buffer = require "string.buffer"
local pairs, tostring, type = pairs, tostring, type
local len, sort, remove = string.len, table.sort, table.remove

local wrk = {
    scheme = "http",
    host = "localhost",
    method = "GET",
    path = "/",
    headers = {},
}

-- Lua visits a table's keys in an order that differs from state to state. A load should not:
-- Host goes first, the other names follow sorted. The sorted list of each number of names is kept,
-- and used again as long as all of its names are there.
local orders = {}
local text = buffer.new()

local function before(a, b)
    if a == "Host" or b == "Host" then
        return a == "Host" and b ~= "Host"
    end
    return tostring(a) < tostring(b)
end

local function sorted(headers, count)
    local order = {}
    for name in pairs(headers) do
        order[#order + 1] = name
    end
    sort(order, before)
    orders[count] = order
    return order
end

local function in_order(headers)
    local count = 0
    for _ in pairs(headers) do
        count = count + 1
    end
    local order = orders[count]
    if not order then
        return sorted(headers, count), count
    end
    for i = 1, count do
        if headers[order[i]] == nil then
            return sorted(headers, count), count
        end
    end
    return order, count
end

local function word(value)
    if type(value) == "string" then
        return value
    end
    return tostring(value)
end

function wrk.format(method, path, headers, body)
    headers = headers or wrk.headers
    body = body or wrk.body
    if not headers["Host"] then
        headers["Host"] = wrk.headers["Host"]
    end
    headers["Content-Length"] = body and len(body)

    text:reset()
    text:put(word(method or wrk.method), " ", word(path or wrk.path), " HTTP/1.1\r\n")
    local order, count = in_order(headers)
    for i = 1, count do
        local name = order[i]
        text:put(word(name), ": ", word(headers[name]), "\r\n")
    end
    text:put("\r\n")
    if body then
        text:put(body)
    end
    return text:tostring()
end

function wrk.resolve(host, service)
    local found = wrk.lookup(host, service)
    for i = #found, 1, -1 do
        if not wrk.connect(found[i]) then
            remove(found, i)
        end
    end
    wrk.addrs = found
end

-- wrk gives each thread the first address here. A thread that no script gives one goes where the
-- URL leads, which is that address, or all that its name has, in turn.
function wrk.setup(thread)
    local hook = setup
    if type(hook) == "function" then
        hook(thread)
    end
end

local function authority()
    local host = wrk.host
    if host:find(":", 1, true) then
        host = "[" .. host .. "]"
    end
    if wrk.port then
        return host .. ":" .. wrk.port
    end
    return host
end

function wrk.init(args)
    if not wrk.headers["Host"] then
        wrk.headers["Host"] = authority()
    end
    local hook = init
    if type(hook) == "function" then
        hook(args)
    end
    local always = wrk.format()
    wrk.request = function()
        return always
    end
end

return wrk

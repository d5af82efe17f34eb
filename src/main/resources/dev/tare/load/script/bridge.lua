-- Runs once in every state, before the script. What passes between Lua and Java lies in one native
-- structure, the mailbox (Mailbox.java has the same layout); a call across takes no arguments and
-- gives none back, so that a request costs one protected call and no conversion.

local mailbox_at, host, load_wrk, to_stderr = ...

local ffi = require "ffi"
local buffer = require "string.buffer"
local G = _G
local error, pairs, pcall, tonumber, tostring, type =
    error, pairs, pcall, tonumber, tostring, type
local getinfo, string_of, proxy = debug.getinfo, ffi.string, newproxy

ffi.cdef [[
typedef struct { const char *at; int64_t bytes; } tare_text;
typedef struct {
    const char *request;
    int64_t request_bytes;
    double delay_ms;
    int32_t stopped;
    int32_t exited;
    int32_t exit_code;
    int32_t address;
    int32_t address_changes;
    int32_t wants;
    int32_t status;
    int32_t fields;
    const char *field_bytes;
    const int32_t *field_lengths;
    const char *body;
    int32_t body_bytes;
    int32_t op;
    int32_t host_op;
    int32_t host_failed;
    tare_text got[3];
    tare_text sent[2];
    double number[10];
} tare_mailbox;
]]
local box = ffi.cast("tare_mailbox *", mailbox_at)

-- What the host does for us; HostOp in Java has the same order.
local LOOKUP, CONNECT, GET, SET, GET_ADDRESS, SET_ADDRESS, STATISTIC, TIME, ADDRESS_TEXT =
    0, 1, 2, 3, 4, 5, 6, 7, 8

local function got(i)
    return string_of(box.got[i].at, tonumber(box.got[i].bytes))
end

-- Strings that Java may look at must not be collected before it has.
local held = {}

local function send(i, value)
    held[i] = value
    box.sent[i].at = value
    box.sent[i].bytes = #value
end

local function ask(op, level)
    box.host_op = op
    host()
    if box.host_failed ~= 0 then
        error(got(0), (level or 2) + 1)
    end
end

-- Addresses ------------------------------------------------------------------------------------
-- A script holds them as userdata that print as "host:port"; behind it is a number of the host's.

local address_ids = setmetatable({}, { __mode = "k" })
local address_prototype = proxy(true)

getmetatable(address_prototype).__tostring = function(self)
    box.number[0] = address_ids[self]
    ask(ADDRESS_TEXT)
    return got(0)
end

local function new_address(id)
    local address = proxy(address_prototype)
    address_ids[address] = id
    return address
end

local function check_address(value)
    local id = address_ids[value]
    if not id then
        error("an address that wrk.lookup gave is expected, not a " .. type(value), 3)
    end
    return id
end

-- Values between states ------------------------------------------------------------------------

local ADDRESS_KEY = "\0tare.address"
local MAX_DEPTH = 100

local function portable(value, depth)
    local kind = type(value)
    if kind == "nil" or kind == "boolean" or kind == "number" or kind == "string" then
        return value
    end
    if kind == "userdata" and address_ids[value] then
        return { [ADDRESS_KEY] = address_ids[value] }
    end
    if kind ~= "table" then
        error("cannot transfer '" .. kind .. "' to thread", 0)
    end
    if depth > MAX_DEPTH then
        error("cannot transfer a table nested deeper than " .. MAX_DEPTH, 0)
    end
    local copy = {}
    for k, v in pairs(value) do
        copy[portable(k, depth + 1)] = portable(v, depth + 1)
    end
    return copy
end

local function restored(value)
    if type(value) ~= "table" then
        return value
    end
    if value[ADDRESS_KEY] then
        return new_address(value[ADDRESS_KEY])
    end
    local copy = {}
    for k, v in pairs(value) do
        copy[restored(k)] = restored(v)
    end
    return copy
end

local function encoded(value)
    return buffer.encode(portable(value, 1))
end

local function decoded(text)
    return restored(buffer.decode(text))
end

-- Threads --------------------------------------------------------------------------------------

local function unknown(key)
    error("cannot set '" .. tostring(key) .. "' on a thread: only 'addr' can be set", 3)
end

-- A thread's own view of itself: nothing crosses over.
local function own_thread()
    local self = proxy(true)
    local methods = {}
    function methods.get(_, name)
        return decoded(encoded(G[name]))
    end
    function methods.set(_, name, value)
        G[name] = decoded(encoded(value))
    end
    function methods.stop()
        box.stopped = 1
    end
    local meta = getmetatable(self)
    meta.__index = function(_, key)
        if key == "addr" then
            return new_address(box.address)
        end
        return methods[key]
    end
    meta.__newindex = function(_, key, value)
        if key ~= "addr" then
            unknown(key)
        end
        box.address = check_address(value)
        box.address_changes = box.address_changes + 1
    end
    return self
end

-- The main state's view of a thread.
local function other_thread(index)
    local self = proxy(true)
    local methods = {}
    function methods.get(_, name)
        box.number[0] = index
        send(0, tostring(name))
        ask(GET)
        return decoded(got(0))
    end
    function methods.set(_, name, value)
        send(1, encoded(value))
        send(0, tostring(name))
        box.number[0] = index
        ask(SET)
    end
    function methods.stop()
        error("thread:stop() can only be called while the thread is running", 2)
    end
    local meta = getmetatable(self)
    meta.__index = function(_, key)
        if key == "addr" then
            box.number[0] = index
            ask(GET_ADDRESS)
            return new_address(box.number[0])
        end
        return methods[key]
    end
    meta.__newindex = function(_, key, value)
        if key ~= "addr" then
            unknown(key)
        end
        box.number[1] = check_address(value)
        box.number[0] = index
        ask(SET_ADDRESS)
    end
    return self
end

-- Statistics -----------------------------------------------------------------------------------

local STATISTICS = { min = 0, max = 1, mean = 2, stdev = 3, percentile = 4 }
local VALUE, LENGTH = 5, 6

local function statistics(which)
    local function look(kind, argument)
        box.number[0] = which
        box.number[1] = kind
        box.number[2] = argument or 0
        ask(STATISTIC, 3)
        return box.number[0], box.number[1]
    end
    local function percentile(_, p)
        return (look(STATISTICS.percentile, tonumber(p)))
    end
    local self = proxy(true)
    local meta = getmetatable(self)
    meta.__index = function(_, key)
        if key == "percentile" then
            return percentile
        end
        if type(key) == "number" then
            return (look(VALUE, key)) -- wrk2's way
        end
        if STATISTICS[key] then
            return (look(STATISTICS[key]))
        end
    end
    meta.__call = function(_, index)
        return look(VALUE, tonumber(index))
    end
    meta.__len = function()
        return (look(LENGTH))
    end
    return self
end

-- The global table -----------------------------------------------------------------------------

local wrk = load_wrk()
G.wrk = wrk
package.loaded.wrk = wrk
G.java = nil -- the binding's own; a script of wrk's knows nothing of it

function wrk.lookup(name, service)
    send(0, tostring(name))
    send(1, tostring(service))
    ask(LOOKUP)
    local found = {}
    for id in got(0):gmatch("%d+") do
        found[#found + 1] = new_address(tonumber(id))
    end
    return found
end

function wrk.connect(address)
    box.number[0] = check_address(address)
    ask(CONNECT)
    return box.number[0] ~= 0
end

function wrk.time_us()
    ask(TIME)
    return box.number[0]
end

function os.exit(code)
    box.exited = 1
    box.exit_code = code == true and 0 or tonumber(code) or (code == false and 1 or 0)
    error("os.exit(" .. (code == nil and "" or tostring(code)) .. ") was called", 2)
end

-- Standard output ------------------------------------------------------------------------------

local out = io.stdout
if to_stderr then
    out = io.stderr
    io.stdout = out
    io.output(out)
    function G.print(...)
        local words = { ... }
        for i = 1, select("#", ...) do
            words[i] = tostring(words[i])
        end
        out:write(table.concat(words, "\t"), "\n")
    end
end
out:setvbuf("line")

-- The hot calls --------------------------------------------------------------------------------

local function next_request()
    local hook = G.request
    if type(hook) ~= "function" then
        hook = G.wrk.request
    end
    local bytes = hook()
    if type(bytes) == "number" then
        bytes = tostring(bytes)
    elseif type(bytes) ~= "string" then
        error("request() returned a value of type '" .. type(bytes) .. "', not a string", 0)
    end
    held.request = bytes
    box.request = bytes
    box.request_bytes = #bytes
end

local function next_delay()
    local hook = G.delay
    box.delay_ms = type(hook) == "function" and tonumber(hook()) or 0
end

-- A response() with fewer parameters cannot see headers or body, which then need not be gathered.
local WANTS_FIELDS, WANTS_BODY = 1, 2
local looked_at

local function look_at(hook)
    looked_at = hook
    local wants = 0
    if type(hook) == "function" then
        local info = getinfo(hook, "u")
        if info.isvararg or info.nparams >= 2 then
            wants = wants + WANTS_FIELDS
        end
        if info.isvararg or info.nparams >= 3 then
            wants = wants + WANTS_BODY
        end
    end
    box.wants = wants
end

local function answered()
    local hook = G.response
    if type(hook) ~= "function" then
        return
    end
    local headers = {}
    local at, lengths = box.field_bytes, box.field_lengths
    for i = 0, 2 * box.fields - 1, 2 do
        local name_bytes, value_bytes = lengths[i], lengths[i + 1]
        headers[string_of(at, name_bytes)] = string_of(at + name_bytes, value_bytes)
        at = at + name_bytes + value_bytes
    end
    hook(box.status, headers, string_of(box.body, box.body_bytes))
    if G.response ~= looked_at then
        look_at(G.response)
    end
end

-- The cold calls; ColdOp in Java has the same order. --------------------------------------------

local args = {}
local last_thread

local function paths(folder)
    local lib = ({ x64 = "x86_64-linux-gnu/", arm64 = "aarch64-linux-gnu/" })[jit.arch] or ""
    package.path = package.path .. ";" .. folder .. "/?.lua;" .. folder .. "/?/init.lua"
        .. ";/usr/share/lua/5.1/?.lua;/usr/share/lua/5.1/?/init.lua"
    package.cpath = package.cpath .. ";" .. folder .. "/?.so"
        .. ";/usr/lib/" .. lib .. "lua/5.1/?.so;/usr/lib/lua/5.1/?.so"
end

local function is_function(name)
    return type(G[name]) == "function" and 1 or 0
end

local function summary()
    local number = box.number
    return {
        duration = number[0],
        requests = number[1],
        bytes = number[2],
        errors = {
            connect = number[3],
            read = number[4],
            write = number[5],
            status = number[6],
            timeout = number[7],
        },
    }
end

local cold = {
    [0] = function() -- LOAD
        paths(got(1))
        local chunk, fault = loadfile(got(0))
        if not chunk then
            error(fault, 0)
        end
        chunk()
    end,
    function() -- SET_TARGET
        wrk[got(0)] = got(1)
    end,
    function() -- SET_FIELD
        wrk.headers[got(0)] = got(1)
    end,
    function() -- ADD_ARGUMENT
        args[box.number[0]] = got(0)
    end,
    function() -- ADD_ADDRESS
        wrk.addrs = wrk.addrs or {}
        wrk.addrs[#wrk.addrs + 1] = new_address(box.number[0])
    end,
    function() -- OWN_THREAD
        wrk.thread = own_thread()
    end,
    function() -- SETUP
        last_thread = other_thread(box.number[0])
        G.wrk.setup(last_thread)
    end,
    function() -- INIT
        G.wrk.init(args)
    end,
    function() -- HOOKS
        look_at(G.response)
        box.number[0] = is_function("request")
        box.number[1] = is_function("delay")
        box.number[2] = is_function("response")
        box.number[3] = is_function("done")
        box.number[4] = is_function("teardown")
    end,
    function() -- EXPORT
        send(0, encoded(G[got(0)]))
    end,
    function() -- IMPORT
        G[got(0)] = decoded(got(1))
    end,
    function() -- TEARDOWN
        G.teardown()
    end,
    function() -- DONE
        G.done(summary(), statistics(0), statistics(1))
    end,
}

local function cold_call()
    local fine, fault = pcall(cold[box.op])
    out:flush()
    if not fine then
        error(fault, 0)
    end
end

return next_request, next_delay, answered, cold_call

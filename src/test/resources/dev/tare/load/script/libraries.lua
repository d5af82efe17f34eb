-- LuaJIT's own libraries, a module beside the script, and what wrk tells about the target.
local bit = require "bit"
local ffi = require "ffi"
local words = require "words"

function init(args)
    print("S: target", wrk.scheme, wrk.host, type(wrk.port), wrk.path, wrk.method, wrk.body)
    print("S: args", args[0] == wrk.scheme .. "://" .. wrk.host .. ":" .. wrk.port .. wrk.path)
    print("S: module", package.loaded.wrk == wrk, type(wrk.thread), type(wrk.thread.addr))
    print("S: addr", tostring(wrk.thread.addr) == wrk.host .. ":" .. wrk.port)
    print("S: copy", wrk.thread:get("wrk_is") == nil, pcall(wrk.thread.get, wrk.thread, "print"))
end

local cell = ffi.new("uint32_t[1]")

function request()
    cell[0] = bit.bxor(cell[0] * 3 + 1, 0x55)
    return wrk.format("GET", "/" .. words.join(bit.tohex(cell[0]), tostring(cell[0])), {
        Accept = "text/plain",
    })
end

-- Looks the target up by itself, in the main state, and gives each thread an address.
local found

function setup(thread)
    if not found then
        found = wrk.lookup(wrk.host, wrk.port)
        for i = #found, 1, -1 do
            if not wrk.connect(found[i]) then
                table.remove(found, i)
            end
        end
    end
    thread.addr = found[1]
    print("S: found", #found, tostring(thread.addr) == tostring(found[1]), type(found[1]))
    print("S: set", (pcall(function() thread.name = 1 end)))
end

function init()
    print("S: mine", tostring(wrk.thread.addr) == wrk.host .. ":" .. wrk.port)
end

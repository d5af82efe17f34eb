-- Several endpoints in turn: the URLs behind "--". Each request goes to the address of its own URL.
local threads = {}

function setup(thread)
    threads[#threads + 1] = thread
end

function init(args)
    urls, calls, turn = {}, {}, 0
    local known = {}
    for i, url in ipairs(args) do
        local host, port, path = url:match("^https?://([^/:]+):?(%d*)(.*)$")
        local place = host .. ":" .. (port ~= "" and port or wrk.scheme)
        known[place] = known[place] or wrk.lookup(host, port ~= "" and port or wrk.scheme)[1]
        urls[i] = {
            address = known[place],
            request = wrk.format("GET", path ~= "" and path or "/", { Host = place }),
        }
        calls[url] = 0
    end
    names = { unpack(args) }
end

function request()
    turn = turn % #urls + 1
    calls[names[turn]] = calls[names[turn]] + 1
    wrk.thread.addr = urls[turn].address
    return urls[turn].request
end

function done(summary)
    local sum = {}
    for _, thread in ipairs(threads) do
        for url, count in pairs(thread:get("calls")) do
            sum[url] = (sum[url] or 0) + count
        end
    end
    print("Total Requests: " .. summary.requests)
    for url, count in pairs(sum) do
        print("S: " .. url .. " " .. count)
    end
end

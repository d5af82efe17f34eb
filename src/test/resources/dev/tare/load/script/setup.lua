-- A number and other plain values for each thread; counts come back at the end.
local threads = {}

function setup(thread)
    threads[#threads + 1] = thread
    thread:set("number", #threads)
    thread:set("word", "w" .. #threads)
    thread:set("truth", false)
    thread:set("nothing", nil)
end

function init(args)
    sent, answered = 0, 0
    print("S: init", number, word, truth, nothing, #args, args[1], args[2])
end

function request()
    sent = sent + 1
    return wrk.format("GET", "/thread/" .. number .. "/" .. sent)
end

function response()
    answered = answered + 1
    if answered == 20 then
        wrk.thread:stop()
    end
end

function done(summary, latency, requests)
    for _, thread in ipairs(threads) do
        print("S: done", thread:get("number"), thread:get("sent"), thread:get("answered"),
            thread:get("word"), thread:get("no_such_thing"))
    end
    print("S: summary", summary.requests, summary.errors.status, summary.errors.connect)
end

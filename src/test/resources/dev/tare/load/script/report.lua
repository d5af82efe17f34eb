-- Every figure that done() gets, as far as it is the same in every run.
local seen = 0

function response(status)
    seen = seen + 1
    if seen == 30 then
        wrk.thread:stop()
    end
end

function done(summary, latency, requests)
    io.write("S: requests ", summary.requests, "\n")
    io.write("S: errors ", summary.errors.connect, " ", summary.errors.read, " ",
        summary.errors.write, " ", summary.errors.status, " ", summary.errors.timeout, "\n")
    io.write("S: types ", type(summary.duration), " ", type(summary.bytes), " ", type(latency), " ",
        type(requests), "\n")
    print("S: order", latency.min <= latency.mean, latency.mean <= latency.max,
        latency:percentile(50) <= latency.max, latency.stdev >= 0)
    local value, count = latency(1)
    print("S: first", value == latency.min, count >= 1)
    local last = latency(#latency)
    print("S: last", last == latency.max)
    print("S: beyond", (latency(#latency + 1)))
    print("S: duration", summary.duration > 1000, summary.duration < 60000000)
end

-- Logs in with the first request, and shows the token of the answer in all others.
local token

function request()
    if token then
        return wrk.format("GET", "/data")
    end
    return wrk.format("GET", "/login")
end

function response(status, headers, body)
    if not token and status == 200 then
        token = headers["X-Token"]
        wrk.headers["X-Token"] = token
        wrk.headers["X-Body"] = #body
    end
end

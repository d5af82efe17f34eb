-- Shows what the server's fields look like to a script.
local shown = false

function response(status, headers, body)
    if shown then
        return
    end
    shown = true
    local names = {}
    for name, value in pairs(headers) do
        names[#names + 1] = name .. "=<" .. value .. ">"
    end
    table.sort(names)
    print("S: " .. status .. " " .. table.concat(names, " ") .. " body=<" .. body .. ">")
    wrk.thread:stop()
end

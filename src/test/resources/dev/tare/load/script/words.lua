local words = {}

function words.join(a, b)
    return a .. "-" .. b
end

return words

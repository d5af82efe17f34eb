-- No hook at all: one request, the same all the time.
wrk.method = "POST"
wrk.body = '{"name": "tare"}'
wrk.headers["Content-Type"] = "application/json"

package dev.tare.specimen.app.twohop;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tare.io.wire.HttpMethod;
import dev.tare.specimen.app.http.HttpClient;
import dev.tare.specimen.app.http.HttpReply;
import dev.tare.specimen.app.http.HttpRequest;
import dev.tare.specimen.app.http.HttpService;

/**
 * Answers {@code /byte/N} with what the second service has for {@code /bytes/N}; {@code /ready} and
 * {@code /metrics} by itself.
 *
 * <p>Thread-safety: its loop's thread.
 */
final class TwoHopService implements HttpService {
    private static final String BYTE = "/byte/";
    private static final String TEXT = "text/plain; charset=UTF-8";
    private static final String PROMETHEUS = "text/plain; version=0.0.4; charset=utf-8";
    private static final int MAX_DIGITS = 12;
    private static final int OK = 200;
    private static final int BAD_REQUEST = 400;
    private static final int NOT_FOUND = 404;
    private static final int NOT_ALLOWED = 405;

    private final HttpClient second;
    private final long maxBytes;
    private final TwoHopCounters counters;

    TwoHopService(HttpClient second, long maxBytes, TwoHopCounters counters) {
        this.second = second;
        this.maxBytes = maxBytes;
        this.counters = counters;
    }

    @Override
    public void serve(HttpRequest request, HttpReply reply) {
        HttpMethod method = request.method();
        String path = request.path();
        if (method != HttpMethod.GET && method != HttpMethod.HEAD) {
            reply.send(
                    NOT_ALLOWED,
                    "Allow: GET, HEAD\r\n",
                    TEXT,
                    "only GET and HEAD\n".getBytes(UTF_8));
        } else if (path.startsWith(BYTE)) {
            serveBytes(path.substring(BYTE.length()), method == HttpMethod.HEAD, reply);
        } else if (path.equals("/ready")) {
            reply.send(OK, TEXT, "ready\n".getBytes(UTF_8));
        } else if (path.equals("/metrics")) {
            reply.send(OK, PROMETHEUS, counters.prometheus().getBytes(UTF_8));
        } else {
            reply.send(NOT_FOUND, TEXT, "not found; try /byte/100\n".getBytes(UTF_8));
        }
    }

    private void serveBytes(String count, boolean headOnly, HttpReply reply) {
        if (count.isEmpty()
                || count.length() > MAX_DIGITS
                || !count.chars().allMatch(c -> c >= '0' && c <= '9')) {
            reply.send(BAD_REQUEST, TEXT, "/byte/N: N is a number of bytes\n".getBytes(UTF_8));
            return;
        }
        counters.onRequest();
        long asked = Math.min(Long.parseLong(count), maxBytes);
        SecondHop hop = new SecondHop(reply, counters);
        hop.goesBy(second.get("/bytes/" + asked, headOnly, hop));
        reply.listen(hop);
    }
}

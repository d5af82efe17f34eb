package dev.tare.specimen.app.emojivoto;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tare.io.wire.HttpMethod;
import dev.tare.specimen.app.http.HttpReply;
import dev.tare.specimen.app.http.HttpRequest;
import dev.tare.specimen.app.http.HttpService;
import dev.tare.specimen.app.http.PrometheusText;
import dev.tare.specimen.app.http.ServerLoop;
import io.grpc.Status;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.List;

/**
 * The web service's routes: the API, which asks the other services for everything, and the page.
 *
 * <p>Thread-safety: its loop's thread, but for {@link #finish}, {@link #onFailure} and the steps
 * between, which gRPC's threads take.
 */
final class WebService implements HttpService {
    /** The longest leaderboard, in rows; of a longer one nothing is shown. */
    static final int MAX_ROWS = 1_000;

    /** The longest leaderboard, in characters. */
    static final int MAX_CHARS = 256 * 1024;

    /** Longer answers go in chunks, as Go's server sends what is longer than its buffer. */
    private static final int CHUNKED_FROM_BYTES = 2048;

    private static final String JSON = "application/json; charset=UTF-8";
    private static final String TEXT = "text/plain; charset=UTF-8";
    private static final int OK = 200;
    private static final int BAD_REQUEST = 400;
    private static final int NOT_FOUND = 404;
    private static final int NOT_ALLOWED = 405;
    private static final int SERVICE_UNAVAILABLE = 503;

    private final ServerLoop loop;
    private final WebOptions options;
    private final Upstream emoji;
    private final Upstream voting;
    private final WebCounters counters;
    private MemorySegment scratch = MemorySegment.NULL;
    private int pending;

    WebService(
            ServerLoop loop,
            WebOptions options,
            Upstream emoji,
            Upstream voting,
            WebCounters counters) {
        this.loop = loop;
        this.options = options;
        this.emoji = emoji;
        this.voting = voting;
        this.counters = counters;
    }

    @Override
    public void serve(HttpRequest request, HttpReply reply) {
        String path = request.path();
        if (path.equals("/ready")) {
            reply.send(OK, TEXT, "ready\n".getBytes(UTF_8));
            return;
        } else if (path.equals("/metrics")) {
            reply.send(OK, PrometheusText.CONTENT_TYPE, counters.prometheus());
            return;
        }
        Route route = Route.of(path);
        String host = request.field("Host").orElse("");
        int instance = Instance.of(host, options.instances());
        if (!isAllowed(route, request.method())) {
            counters.onAnswer(route, NOT_ALLOWED);
            reply.send(NOT_ALLOWED, allow(route), TEXT, "method not allowed\n".getBytes(UTF_8));
        } else if (instance == Instance.UNKNOWN) {
            String said = "%s: there are instances 1 to %d".formatted(host, options.instances());
            send(route, reply, NOT_FOUND, JsonText.error(said));
        } else {
            serve(route, instance, request, reply);
        }
    }

    private static boolean isAllowed(Route route, HttpMethod method) {
        return method == HttpMethod.GET
                || method == HttpMethod.HEAD
                || (route == Route.VOTE && method == HttpMethod.POST);
    }

    private static String allow(Route route) {
        return route == Route.VOTE ? "Allow: GET, HEAD, POST\r\n" : "Allow: GET, HEAD\r\n";
    }

    private void serve(Route route, int instance, HttpRequest request, HttpReply reply) {
        switch (route) {
            case LIST, VOTE, LEADERBOARD -> {
                if (pending == options.maxPending()) {
                    send(
                            route,
                            reply,
                            SERVICE_UNAVAILABLE,
                            JsonText.error("%d requests wait already".formatted(pending)));
                    return;
                }
                pending++;
                Exchange exchange = new Exchange(this, route, instance, reply);
                reply.listen(exchange);
                begin(exchange, request);
            }
            case PAGE -> {
                Pages page = Pages.at(request.path());
                counters.onAnswer(route, OK);
                if (page != null) {
                    reply.send(OK, Pages.FIELDS, page.contentType(), page.content());
                }
            }
            case OTHER -> {
                counters.onAnswer(route, NOT_FOUND);
                reply.send(NOT_FOUND, TEXT, "not found; try /api/list\n".getBytes(UTF_8));
            }
        }
    }

    private void begin(Exchange exchange, HttpRequest request) {
        switch (exchange.route()) {
            case LIST ->
                    exchange.call(
                            emoji,
                            Interface.LIST_ALL,
                            Wire.EMPTY,
                            list -> exchange.answer(OK, JsonText.list(Wire.readList(list))));
            case VOTE -> vote(exchange, Form.value(request, "choice"));
            case LEADERBOARD ->
                    exchange.call(
                            voting,
                            Interface.RESULTS,
                            Wire.EMPTY,
                            results -> board(exchange, Wire.readResults(results)));
            case PAGE, OTHER -> throw new IllegalStateException("only the API makes calls");
        }
    }

    private void vote(Exchange exchange, String choice) {
        if (choice.isEmpty()) {
            exchange.answer(BAD_REQUEST, JsonText.error("Emoji choice [] is mandatory"));
            return;
        }
        exchange.call(
                emoji,
                Interface.FIND,
                Wire.wanted(choice),
                found -> {
                    Integer method =
                            Wire.readFound(found).isEmpty()
                                    ? null
                                    : Interface.METHOD_OF.get(choice);
                    if (method == null) {
                        exchange.answer(
                                BAD_REQUEST,
                                JsonText.error(
                                        "Choosen emoji shortcode [%s] doesnt exist"
                                                .formatted(choice)));
                    } else {
                        exchange.call(
                                voting,
                                Interface.VOTES.get(method),
                                Wire.EMPTY,
                                _ -> exchange.answer(OK, Wire.EMPTY));
                    }
                });
    }

    private void board(Exchange exchange, List<Tally> tallies) {
        if (tallies.size() > MAX_ROWS) {
            exchange.fail(Status.OUT_OF_RANGE.withDescription("too many results"));
        } else {
            row(exchange, tallies, 0, new StringBuilder("["));
        }
    }

    /** Asks for one emoji after the other, which is what the original's leaderboard costs. */
    private void row(Exchange exchange, List<Tally> tallies, int row, StringBuilder json) {
        if (row == tallies.size()) {
            exchange.answer(OK, JsonText.bytes(json.append(']')));
            return;
        }
        Tally tally = tallies.get(row);
        exchange.call(
                emoji,
                Interface.FIND,
                Wire.wanted(tally.shortcode()),
                found -> {
                    // One that is not listed has votes all the same: it stands there without a
                    // sign.
                    Emoji shown = Wire.readFound(found).orElse(new Emoji("", tally.shortcode()));
                    JsonText.row(json, shown, tally.votes());
                    if (json.length() > MAX_CHARS) {
                        exchange.fail(Status.OUT_OF_RANGE.withDescription("results too long"));
                    } else {
                        row(exchange, tallies, row + 1, json);
                    }
                });
    }

    void onFailure(Status why) {
        counters.onFailure(why.getCode());
    }

    void onClientGone() {
        counters.onClientGone();
    }

    /** Answers a request, on the loop's thread; may be called by any. */
    void finish(Exchange exchange, int status, byte[] json) {
        loop.execute(() -> {
            pending--;
            if (!exchange.isGone()) {
                send(exchange.route(), exchange.reply(), status, json);
            }
        });
    }

    private void send(Route route, HttpReply reply, int status, byte[] json) {
        counters.onAnswer(route, status);
        if (json.length <= CHUNKED_FROM_BYTES) {
            reply.send(status, json.length == 0 ? "" : JSON, json);
            return;
        }
        if (scratch.byteSize() < json.length) {
            scratch = Arena.ofAuto().allocate(2L * json.length);
        }
        MemorySegment.copy(MemorySegment.ofArray(json), 0, scratch, 0, json.length);
        reply.begin(status, JSON, HttpReply.UNKNOWN_LENGTH);
        reply.write(scratch, 0, json.length);
        reply.end();
    }
}

package dev.tare.specimen.app.wamp.bridge;

import dev.tare.base.time.EpochClock;
import dev.tare.specimen.app.http.HttpReply;
import dev.tare.specimen.app.wamp.message.Payload;
import dev.tare.specimen.app.wamp.message.WampErrors;
import dev.tare.specimen.app.wamp.serializer.EncodedBytes;
import dev.tare.specimen.app.wamp.serializer.WampSerializer;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Writes the bridge's answers.
 *
 * <p>Compatible answers are those of the crossbar of 2015, to the byte: a result of {@code [5]} is
 * 241 bytes from status line to last chunk, of which 25 are the {@code Server} line, whose product
 * has as many letters as crossbar's; a procedure that nobody offers is 200 and 335 bytes.
 *
 * <p>Thread-safety: the bridge's thread.
 */
final class BridgeAnswer {
    private static final int OK = 200;
    private static final int FORBIDDEN = 403;
    private static final int NOT_FOUND = 404;
    private static final int BAD_REQUEST = 400;
    private static final int SERVER_ERROR = 500;
    private static final int BAD_GATEWAY = 502;
    private static final int UNAVAILABLE = 503;
    private static final int GATEWAY_TIMEOUT = 504;
    private static final String JSON = "application/json; charset=UTF-8";
    private static final String METHODS = "POST,PUT,OPTIONS";
    private static final List<@Nullable Object> NOTHING = Collections.singletonList(null);

    private final boolean compatible;
    private final HttpDate date;
    private final EncodedBytes scratch = new EncodedBytes();

    BridgeAnswer(boolean compatible, EpochClock clock) {
        this.compatible = compatible;
        date = new HttpDate(clock);
    }

    /** The fields that a browser wants, as crossbar has them; the origin is what it has sent. */
    static String crossOrigin(@Nullable String origin, @Nullable String requestedFields) {
        String allowed = origin == null || origin.equals("null") ? "*" : origin;
        return "Access-Control-Allow-Origin: "
                + allowed
                + "\r\nAccess-Control-Allow-Credentials: true\r\n"
                + (requestedFields == null
                        ? ""
                        : "Access-Control-Allow-Headers: " + requestedFields + "\r\n");
    }

    /** Answers a browser that asks what it may. */
    void options(HttpReply reply, String crossOrigin) {
        String fields =
                "Allow: "
                        + METHODS
                        + "\r\nAccess-Control-Allow-Methods: "
                        + METHODS
                        + "\r\n"
                        + noStore()
                        + crossOrigin;
        reply.send(OK, fields, JSON, new byte[0]);
    }

    /** Answers a call with its result. */
    void result(HttpReply reply, String crossOrigin, Payload result) {
        Map<String, @Nullable Object> object = new LinkedHashMap<>();
        List<@Nullable Object> args = result.argsOrEmpty();
        Map<String, @Nullable Object> kwargs = result.kwargsOrEmpty();
        // What returns nothing at all returns one null, as in Python.
        if (!args.isEmpty() || kwargs.isEmpty()) {
            object.put("args", args.isEmpty() ? NOTHING : args);
        }
        if (!kwargs.isEmpty()) {
            object.put("kwargs", kwargs);
        }
        send(reply, OK, crossOrigin, object);
    }

    /** Answers a publication. */
    void published(HttpReply reply, String crossOrigin, long id) {
        send(reply, OK, crossOrigin, Map.of("id", id));
    }

    /** Answers a call or publication that has ended in an error of WAMP's. */
    void error(HttpReply reply, String crossOrigin, String error, Payload payload) {
        Map<String, @Nullable Object> object = new LinkedHashMap<>();
        object.put("error", error);
        if (!compatible || !payload.argsOrEmpty().isEmpty()) {
            object.put("args", payload.argsOrEmpty());
        }
        if (!compatible || !payload.kwargsOrEmpty().isEmpty()) {
            object.put("kwargs", payload.kwargsOrEmpty());
        }
        send(reply, compatible ? OK : statusOf(error), crossOrigin, object);
    }

    /** Answers a request that is not served. */
    void denied(HttpReply reply, String crossOrigin, Denial denial) {
        int status = denial.kind().status();
        String fields =
                denial.kind() == Denial.Kind.AR405
                        ? "Allow: " + METHODS + "\r\n" + crossOrigin
                        : crossOrigin;
        send(reply, status, fields, failure(denial.said()));
    }

    /** Answers a request that the bridge itself could not serve. */
    void failed(HttpReply reply, String crossOrigin) {
        Map<String, @Nullable Object> object = failure(WampErrors.RUNTIME_ERROR);
        object.put("args", List.of("the bridge has no session with its router"));
        send(reply, SERVER_ERROR, crossOrigin, object);
    }

    private static Map<String, @Nullable Object> failure(String error) {
        Map<String, @Nullable Object> object = new LinkedHashMap<>();
        object.put("error", error);
        object.put("args", List.of());
        object.put("kwargs", Map.of());
        return object;
    }

    private void send(
            HttpReply reply, int status, String crossOrigin, Map<String, @Nullable Object> object) {
        scratch.clear();
        WampSerializer.JSON.write(object, scratch);
        byte[] body = scratch.toByteArray();
        String fields = noStore() + crossOrigin;
        if (compatible) {
            reply.sendChunked(
                    status,
                    "Date: " + date.now() + "\r\nServer: Tare/compatible\r\n" + fields,
                    JSON,
                    body);
        } else {
            reply.send(status, fields, JSON, body);
        }
    }

    private String noStore() {
        return compatible
                ? "Cache-Control: no-store, no-cache, must-revalidate, max-age=0\r\n"
                : "Cache-Control: no-store,no-cache,must-revalidate,max-age=0\r\n";
    }

    /** What an error of WAMP's is in HTTP: whose fault it is. */
    private static int statusOf(String error) {
        return switch (error) {
            case WampErrors.INVALID_ARGUMENT, WampErrors.INVALID_URI -> BAD_REQUEST;
            case WampErrors.NOT_AUTHORIZED -> FORBIDDEN;
            case WampErrors.NO_SUCH_PROCEDURE -> NOT_FOUND;
            case WampErrors.CANCELED -> BAD_GATEWAY;
            case WampErrors.MAX_CONCURRENCY_REACHED,
                    WampErrors.LIMIT_REACHED,
                    WampErrors.NO_AVAILABLE_CALLEE ->
                    UNAVAILABLE;
            case WampErrors.TIMEOUT -> GATEWAY_TIMEOUT;
            default -> SERVER_ERROR;
        };
    }
}

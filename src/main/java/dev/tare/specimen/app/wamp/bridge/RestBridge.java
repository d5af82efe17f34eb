package dev.tare.specimen.app.wamp.bridge;

import dev.tare.base.time.EpochClock;
import dev.tare.io.wire.HttpMethod;
import dev.tare.specimen.app.http.HttpReply;
import dev.tare.specimen.app.http.HttpRequest;
import dev.tare.specimen.app.wamp.bridge.Denial.Kind;
import dev.tare.specimen.app.wamp.client.CallListener;
import dev.tare.specimen.app.wamp.client.ClientSession;
import dev.tare.specimen.app.wamp.client.RequestListener;
import dev.tare.specimen.app.wamp.link.Turns;
import dev.tare.specimen.app.wamp.message.Payload;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Serves {@code /call} and {@code /publish} by a session of the router's.
 *
 * <p>Thread-safety: the router's thread, on which requests come too.
 */
public final class RestBridge {
    private static final Set<String> SESSION_LISTS = Set.of("exclude", "eligible");
    private static final Set<String> NAME_LISTS =
            Set.of("exclude_authid", "exclude_authrole", "eligible_authid", "eligible_authrole");

    /** What one of the two paths makes of a body. */
    private interface Service {
        void serve(Map<String, @Nullable Object> object, HttpReply reply, String crossOrigin)
                throws Denial;
    }

    private final ClientSession session;
    private final Turns turns;
    private final RequestCheck check;
    private final BridgeAnswer answer;
    private final BridgeCounters counters = new BridgeCounters();
    private final boolean compatible;
    private final Map<String, @Nullable Object> callOptions;

    /**
     * Makes a bridge.
     *
     * @param session over a link of {@code turns}
     * @param clock by which the stamps of requests are judged
     */
    public RestBridge(BridgeOptions options, ClientSession session, Turns turns, EpochClock clock) {
        this.session = session;
        this.turns = turns;
        check = new RequestCheck(options, clock);
        answer = new BridgeAnswer(options.crossbarCompatible(), clock);
        compatible = options.crossbarCompatible();
        callOptions =
                options.callTimeoutMs() == 0
                        ? Map.of()
                        : Map.of("timeout", options.callTimeoutMs());
    }

    /** Serves a request for {@code /call}, whatever its method. */
    public void call(HttpRequest request, HttpReply reply) {
        serve(request, reply, this::call);
    }

    /** Serves a request for {@code /publish}, whatever its method. */
    public void publish(HttpRequest request, HttpReply reply) {
        serve(request, reply, this::publish);
    }

    /** What it has done, in Prometheus' text format, version 0.0.4. */
    public String prometheus() {
        return counters.prometheus();
    }

    private void serve(HttpRequest request, HttpReply reply, Service service) {
        String crossOrigin = crossOrigin(request);
        HttpMethod method = request.method();
        try {
            if (method == HttpMethod.OPTIONS) {
                answer.options(reply, crossOrigin);
                return;
            }
            if (method != HttpMethod.POST && method != HttpMethod.PUT) {
                throw new Denial(Kind.AR405, "the method must be POST or PUT");
            }
            Map<String, @Nullable Object> object = check.read(request);
            if (session.isOpen()) {
                service.serve(object, reply, crossOrigin);
            } else {
                answer.failed(reply, crossOrigin);
            }
        } catch (Denial denial) {
            counters.onDenial(denial.kind());
            answer.denied(reply, crossOrigin, denial);
        }
    }

    /** In the compatible form these fields are for browsers only: others count bytes. */
    private String crossOrigin(HttpRequest request) {
        String origin = request.field("origin").orElse(null);
        return compatible && origin == null
                ? ""
                : BridgeAnswer.crossOrigin(
                        origin, request.field("access-control-request-headers").orElse(null));
    }

    // Calls.

    private void call(Map<String, @Nullable Object> object, HttpReply reply, String crossOrigin)
            throws Denial {
        String procedure = text(object, "procedure");
        Payload payload = payload(object);
        counters.onCall();
        PendingAnswer pending = new PendingAnswer(reply, crossOrigin);
        pending.request = session.call(procedure, callOptions, payload, pending);
        turns.run();
        if (!pending.answered) {
            reply.listen(pending);
        }
    }

    /** Takes the result of a call to the client that waits for it. */
    private final class PendingAnswer implements CallListener, HttpReply.Listener {
        private final HttpReply reply;
        private final String crossOrigin;
        private long request;
        private boolean answered;

        PendingAnswer(HttpReply reply, String crossOrigin) {
            this.reply = reply;
            this.crossOrigin = crossOrigin;
        }

        @Override
        public void onResult(Payload result) {
            answered = true;
            answer.result(reply, crossOrigin, result);
        }

        @Override
        public void onError(String error, Payload payload) {
            answered = true;
            counters.onError();
            answer.error(reply, crossOrigin, error, payload);
        }

        @Override
        public void onDrained() {}

        @Override
        public void onGone() {
            counters.onClientGone();
            session.cancel(request, "killnowait");
        }
    }

    // Publications.

    private void publish(Map<String, @Nullable Object> object, HttpReply reply, String crossOrigin)
            throws Denial {
        String topic = text(object, "topic");
        Payload payload = payload(object);
        Map<String, @Nullable Object> options = publishOptions(dict(object, "options"));
        counters.onPublication();
        session.publish(
                topic,
                options,
                payload,
                new RequestListener() {
                    @Override
                    public void onDone(long id) {
                        answer.published(reply, crossOrigin, id);
                    }

                    @Override
                    public void onError(String error, Payload why) {
                        counters.onError();
                        answer.error(reply, crossOrigin, error, why);
                    }
                });
        turns.run();
    }

    /** Those that the router knows, of the right types: a wrong one would cost the session. */
    private static Map<String, @Nullable Object> publishOptions(Map<String, @Nullable Object> given)
            throws Denial {
        Map<String, @Nullable Object> options = new LinkedHashMap<>();
        for (Map.Entry<String, @Nullable Object> option : given.entrySet()) {
            String name = option.getKey();
            Object value = option.getValue();
            if (value == null) {
                continue;
            }
            if (name.equals("exclude_me")) {
                require(value instanceof Boolean, "options.exclude_me must be true or false");
                options.put(name, value);
            } else if (SESSION_LISTS.contains(name)) {
                require(isListOf(value, Long.class), "options." + name + " must list integers");
                options.put(name, value);
            } else if (NAME_LISTS.contains(name)) {
                require(isListOf(value, String.class), "options." + name + " must list strings");
                options.put(name, value);
            }
        }
        return options;
    }

    private static boolean isListOf(Object value, Class<?> type) {
        return value instanceof List<?> list && list.stream().allMatch(type::isInstance);
    }

    // What is in the object.

    private static String text(Map<String, @Nullable Object> object, String key) throws Denial {
        if (!object.containsKey(key)) {
            throw new Denial(Kind.AR455, "the object must have the key " + key);
        }
        Object value = object.get(key);
        require(value instanceof String, key + " must be a string");
        return String.valueOf(value);
    }

    @SuppressWarnings("unchecked") // The lists that a serializer reads are of such values.
    private static Payload payload(Map<String, @Nullable Object> object) throws Denial {
        Object given = object.get("args");
        require(given == null || given instanceof List<?>, "args must be a list");
        List<@Nullable Object> args = (List<@Nullable Object>) given;
        Map<String, @Nullable Object> kwargs = dict(object, "kwargs");
        if (!kwargs.isEmpty()) {
            return new Payload(args == null ? List.of() : args, kwargs);
        }
        return args == null || args.isEmpty() ? Payload.NONE : Payload.of(args);
    }

    @SuppressWarnings("unchecked") // The maps that a serializer reads are of such values.
    private static Map<String, @Nullable Object> dict(
            Map<String, @Nullable Object> object, String key) throws Denial {
        Object value = object.get(key);
        require(value == null || value instanceof Map<?, ?>, key + " must be an object");
        return value == null ? Map.of() : (Map<String, @Nullable Object>) value;
    }

    private static void require(boolean holds, String rule) throws Denial {
        if (!holds) {
            throw new Denial(Kind.AR454, rule);
        }
    }
}

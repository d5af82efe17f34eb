package dev.tare.specimen.app.wamp.router;

import dev.tare.specimen.app.wamp.message.WampErrors;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What the router has done.
 *
 * <p>Thread-safety: the router's thread.
 */
final class RouterCounters {
    /** Reasons and errors of the router's own, each with a count; others count as this. */
    private static final String OTHER = "other";

    private static final List<String> ERRORS =
            List.of(
                    WampErrors.CANCELED,
                    WampErrors.TIMEOUT,
                    WampErrors.NO_SUCH_PROCEDURE,
                    WampErrors.INVALID_URI,
                    WampErrors.MAX_CONCURRENCY_REACHED,
                    WampErrors.LIMIT_REACHED,
                    OTHER);
    private static final List<String> REASONS =
            List.of(
                    WampErrors.PROTOCOL_VIOLATION,
                    WampErrors.NO_SUCH_REALM,
                    WampErrors.AUTHENTICATION_DENIED,
                    WampErrors.AUTHENTICATION_REQUIRED,
                    WampErrors.NO_MATCHING_AUTH_METHOD,
                    WampErrors.LIMIT_REACHED,
                    OTHER);

    private final Map<String, Long> errors = zeros(ERRORS);
    private final Map<String, Long> aborts = zeros(REASONS);
    private long joined;
    private long calls;
    private long results;
    private long publications;
    private long events;
    private long droppedEvents;
    private long tooSlow;

    private static Map<String, Long> zeros(List<String> words) {
        Map<String, Long> zeros = new TreeMap<>();
        words.forEach(word -> zeros.put(word, 0L));
        return zeros;
    }

    void onJoined() {
        joined++;
    }

    void onCall() {
        calls++;
    }

    void onResult() {
        results++;
    }

    void onError(String error) {
        errors.merge(errors.containsKey(error) ? error : OTHER, 1L, Long::sum);
    }

    void onAbort(String reason) {
        aborts.merge(aborts.containsKey(reason) ? reason : OTHER, 1L, Long::sum);
    }

    void onPublication() {
        publications++;
    }

    void onEvent() {
        events++;
    }

    void onEventDropped() {
        droppedEvents++;
    }

    void onTooSlow() {
        tooSlow++;
    }

    /** In Prometheus' text format, version 0.0.4; what is there now is the caller's to add. */
    void print(StringBuilder text) {
        counter(text, "wamp_sessions_joined_total", "Sessions that have been opened.", joined);
        counter(text, "wamp_calls_total", "Calls that callees were given.", calls);
        counter(text, "wamp_results_total", "Final results that callers were given.", results);
        counter(text, "wamp_publications_total", "Events that were published.", publications);
        counter(text, "wamp_events_total", "Events that subscribers were given.", events);
        counter(
                text,
                "wamp_events_dropped_total",
                "Events dropped because a subscriber does not read.",
                droppedEvents);
        counter(
                text,
                "wamp_sessions_too_slow_total",
                "Sessions closed because they do not read.",
                tooSlow);
        labelled(
                text,
                "wamp_errors_total",
                "Errors that callers and others were given; other: those of callees.",
                "error",
                errors);
        labelled(text, "wamp_aborts_total", "Sessions refused or cut off.", "reason", aborts);
    }

    private static void counter(StringBuilder text, String name, String help, long value) {
        head(text, name, help, "counter");
        text.append(name).append(' ').append(value).append('\n');
    }

    private static void labelled(
            StringBuilder text, String name, String help, String label, Map<String, Long> counts) {
        head(text, name, help, "counter");
        counts.forEach((word, count) ->
                text.append(name)
                        .append('{')
                        .append(label)
                        .append("=\"")
                        .append(word)
                        .append("\"} ")
                        .append(count)
                        .append('\n'));
    }

    static void head(StringBuilder text, String name, String help, String type) {
        text.append("# HELP ").append(name).append(' ').append(help).append('\n');
        text.append("# TYPE ").append(name).append(' ').append(type).append('\n');
    }
}

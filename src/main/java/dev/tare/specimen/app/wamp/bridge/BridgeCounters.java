package dev.tare.specimen.app.wamp.bridge;

import java.util.EnumMap;
import java.util.Map;

/**
 * What a bridge has done.
 *
 * <p>Thread-safety: the bridge's thread.
 */
final class BridgeCounters {
    private final Map<Denial.Kind, Long> denials = new EnumMap<>(Denial.Kind.class);
    private long calls;
    private long publications;
    private long errors;
    private long clientsGone;

    void onCall() {
        calls++;
    }

    void onPublication() {
        publications++;
    }

    void onDenial(Denial.Kind kind) {
        denials.merge(kind, 1L, Long::sum);
    }

    void onError() {
        errors++;
    }

    void onClientGone() {
        clientsGone++;
    }

    /** In Prometheus' text format, version 0.0.4. */
    String prometheus() {
        StringBuilder text = new StringBuilder(1024);
        counter(text, "wamp_bridge_calls_total", "Calls by HTTP.", calls);
        counter(text, "wamp_bridge_publications_total", "Events by HTTP.", publications);
        counter(
                text,
                "wamp_bridge_errors_total",
                "Calls and publications by HTTP that ended in an error of WAMP's.",
                errors);
        counter(
                text,
                "wamp_bridge_clients_gone_total",
                "Clients that left before their answer.",
                clientsGone);
        head(text, "wamp_bridge_denials_total", "Requests that were not served.");
        for (Denial.Kind kind : Denial.Kind.values()) {
            text.append("wamp_bridge_denials_total{code=\"")
                    .append(kind.word())
                    .append("\"} ")
                    .append(denials.getOrDefault(kind, 0L))
                    .append('\n');
        }
        return text.toString();
    }

    private static void counter(StringBuilder text, String name, String help, long value) {
        head(text, name, help);
        text.append(name).append(' ').append(value).append('\n');
    }

    private static void head(StringBuilder text, String name, String help) {
        text.append("# HELP ").append(name).append(' ').append(help).append('\n');
        text.append("# TYPE ").append(name).append(" counter\n");
    }
}

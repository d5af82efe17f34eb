package dev.tare.specimen.app.twohop;

import dev.tare.specimen.app.http.HttpFailure;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/**
 * What the front has done.
 *
 * <p>Thread-safety: any thread.
 */
final class TwoHopCounters {
    private final LongAdder requests = new LongAdder();
    private final LongAdder bodyBytes = new LongAdder();
    private final LongAdder clientsGone = new LongAdder();
    private final Map<HttpFailure, LongAdder> failures = new EnumMap<>(HttpFailure.class);

    TwoHopCounters() {
        for (HttpFailure failure : HttpFailure.values()) {
            failures.put(failure, new LongAdder());
        }
    }

    void onRequest() {
        requests.increment();
    }

    void onBody(int length) {
        bodyBytes.add(length);
    }

    void onFailure(HttpFailure why) {
        failures.getOrDefault(why, clientsGone).increment();
    }

    void onClientGone() {
        clientsGone.increment();
    }

    /** In Prometheus' text format, version 0.0.4. */
    String prometheus() {
        StringBuilder text = new StringBuilder(1024);
        counter(text, "twohop_requests_total", "Requests for /byte/N.");
        text.append("twohop_requests_total ").append(requests.sum()).append('\n');
        counter(text, "twohop_body_bytes_total", "Body bytes that the second service has sent.");
        text.append("twohop_body_bytes_total ").append(bodyBytes.sum()).append('\n');
        counter(text, "twohop_clients_gone_total", "Clients that left before their answer ended.");
        text.append("twohop_clients_gone_total ").append(clientsGone.sum()).append('\n');
        counter(text, "twohop_call_failures_total", "Calls of the second service that failed.");
        failures.forEach((why, count) ->
                text.append("twohop_call_failures_total{reason=\"")
                        .append(why.name().toLowerCase(Locale.ROOT))
                        .append("\"} ")
                        .append(count.sum())
                        .append('\n'));
        return text.toString();
    }

    private static void counter(StringBuilder text, String name, String help) {
        text.append("# HELP ").append(name).append(' ').append(help).append('\n');
        text.append("# TYPE ").append(name).append(" counter\n");
    }
}

package dev.tare.specimen.app.emojivoto;

import dev.tare.specimen.app.http.PrometheusText;
import io.grpc.Status;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.LongAdder;

/**
 * What the web service has done.
 *
 * <p>Thread-safety: any thread.
 */
final class WebCounters {
    private static final String REQUESTS = "emojivoto_web_requests_total";
    private static final String FAILURES = "emojivoto_web_call_failures_total";
    private static final String GONE = "emojivoto_web_clients_gone_total";

    /** By labels: a route and one of the few statuses that there are. */
    private final Map<String, LongAdder> requests = new ConcurrentSkipListMap<>();

    private final AtomicLongArray failures = new AtomicLongArray(Status.Code.values().length);
    private final LongAdder clientsGone = new LongAdder();

    void onAnswer(Route route, int status) {
        String labels =
                PrometheusText.label("route", route.label())
                        + ","
                        + PrometheusText.label("code", Integer.toString(status));
        requests.computeIfAbsent(labels, _ -> new LongAdder()).increment();
    }

    void onFailure(Status.Code code) {
        failures.incrementAndGet(code.value());
    }

    void onClientGone() {
        clientsGone.increment();
    }

    byte[] prometheus() {
        PrometheusText text = new PrometheusText();
        text.counter(REQUESTS, "Requests answered, by route and status.");
        requests.forEach((labels, count) -> text.sample(REQUESTS, labels, count.sum()));
        text.counter(FAILURES, "Calls of the other services that failed, by gRPC status.");
        for (Status.Code code : Status.Code.values()) {
            if (failures.get(code.value()) > 0) {
                text.sample(
                        FAILURES,
                        PrometheusText.label("grpc_code", GoCode.of(code)),
                        failures.get(code.value()));
            }
        }
        text.counter(GONE, "Clients that left before their answer.");
        text.sample(GONE, "", clientsGone.sum());
        return text.bytes();
    }
}

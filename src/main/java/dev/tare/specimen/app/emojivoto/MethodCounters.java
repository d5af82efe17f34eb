package dev.tare.specimen.app.emojivoto;

import dev.tare.specimen.app.http.PrometheusText;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.LongAdder;

/**
 * What one gRPC method has done, under the names of go-grpc-prometheus.
 *
 * <p>Thread-safety: any thread.
 */
final class MethodCounters {
    private static final double NS_PER_S = 1e9;

    /** Upper bounds of the buckets of handling times: Prometheus' usual ones. */
    private static final long[] BOUNDS_NS = {
        5_000_000L,
        10_000_000L,
        25_000_000L,
        50_000_000L,
        100_000_000L,
        250_000_000L,
        500_000_000L,
        1_000_000_000L,
        2_500_000_000L,
        5_000_000_000L,
        10_000_000_000L
    };

    private final String labels;
    private final LongAdder started = new LongAdder();
    private final LongAdder received = new LongAdder();
    private final LongAdder sent = new LongAdder();
    private final LongAdder handlingNs = new LongAdder();
    private final AtomicLongArray handled = new AtomicLongArray(Status.Code.values().length);
    private final AtomicLongArray buckets = new AtomicLongArray(BOUNDS_NS.length + 1);

    MethodCounters(MethodDescriptor<?, ?> method) {
        labels =
                PrometheusText.label(
                                "grpc_method",
                                Objects.requireNonNullElse(method.getBareMethodName(), ""))
                        + ","
                        + PrometheusText.label(
                                "grpc_service",
                                Objects.requireNonNullElse(method.getServiceName(), ""))
                        + ",grpc_type=\"unary\"";
    }

    void onStarted() {
        started.increment();
    }

    void onReceived() {
        received.increment();
    }

    void onSent() {
        sent.increment();
    }

    void onHandled(Status.Code code, long durationNs) {
        handled.incrementAndGet(code.value());
        handlingNs.add(durationNs);
        int bucket = 0;
        while (bucket < BOUNDS_NS.length && durationNs > BOUNDS_NS[bucket]) {
            bucket++;
        }
        buckets.incrementAndGet(bucket);
    }

    /** Whether it was ever called; methods that were not are left out. */
    boolean isUsed() {
        return started.sum() > 0;
    }

    void printStarted(PrometheusText text) {
        text.sample("grpc_server_started_total", labels, started.sum());
    }

    void printReceived(PrometheusText text) {
        text.sample("grpc_server_msg_received_total", labels, received.sum());
    }

    void printSent(PrometheusText text) {
        text.sample("grpc_server_msg_sent_total", labels, sent.sum());
    }

    void printHandled(PrometheusText text) {
        for (Status.Code code : Status.Code.values()) {
            long count = handled.get(code.value());
            if (count > 0) {
                String with = PrometheusText.label("grpc_code", GoCode.of(code)) + "," + labels;
                text.sample("grpc_server_handled_total", with, count);
            }
        }
    }

    void printHandling(PrometheusText text) {
        long below = 0;
        for (int i = 0; i <= BOUNDS_NS.length; i++) {
            below += buckets.get(i);
            String bound = i < BOUNDS_NS.length ? Double.toString(BOUNDS_NS[i] / NS_PER_S) : "+Inf";
            String with = labels + "," + PrometheusText.label("le", bound);
            text.sample("grpc_server_handling_seconds_bucket", with, below);
        }
        text.sample("grpc_server_handling_seconds_sum", labels, handlingNs.sum() / NS_PER_S);
        text.sample("grpc_server_handling_seconds_count", labels, below);
    }
}

package dev.tare.load.spec;

import dev.tare.base.core.LoadModel;
import dev.tare.io.net.IoBackEnd;
import java.util.List;

/**
 * One load: what to send where, when and for how long, and what a correct answer is.
 *
 * <p>The load has two phases: the lead, whose figures are kept apart, and the measured phase. A
 * request belongs to the phase of its intended start. After the measured phase no request starts;
 * the drain waits for the answers that are due.
 *
 * @param endpoints what is sent, 1 to {@link #MAX_ENDPOINTS}, no two of one name
 * @param model closed or open loop
 * @param policy how connections are kept
 * @param cookies whether a client sends back the cookies that it was given
 * @param threads event loops, 1 to 1,024, at most the connections
 * @param startNs when the lead begins on the monotonic clock; 0: as soon as all connections are
 *     open (or have failed)
 * @param leadNs length of the lead, 0 or more
 * @param measuredNs length of the measured phase, more than 0; with {@code calls} its greatest
 *     length
 * @param calls requests of the measured phase, after which it ends; 0: as many as there are
 * @param intervalNs length of the intervals that results arrive in, at least 10 ms
 * @param timeoutNs from a request's intended start until it counts as timed out, more than 0
 * @param drainNs how long to wait for answers after the measured phase, 0 or more
 * @param backEnd which I/O
 * @param spinNs see {@link dev.tare.io.net.LoopOptions}
 */
public record LoadSpec(
        List<Endpoint> endpoints,
        LoadModel model,
        ConnectionPolicy policy,
        boolean cookies,
        int threads,
        long startNs,
        long leadNs,
        long measuredNs,
        long calls,
        long intervalNs,
        long timeoutNs,
        long drainNs,
        IoBackEnd backEnd,
        long spinNs) {
    public static final int MAX_ENDPOINTS = 1_000;
    public static final int MAX_THREADS = 1_024;
    private static final long MIN_INTERVAL_NS = 10_000_000;

    public LoadSpec {
        endpoints = List.copyOf(endpoints);
        long count = endpoints.size();
        require(count >= 1 && count <= MAX_ENDPOINTS, "endpoints", count, "1 to 1000");
        long names = endpoints.stream().map(Endpoint::name).distinct().count();
        require(names == count, "different endpoint names", names, "as many as endpoints");
        require(threads >= 1 && threads <= MAX_THREADS, "threads", threads, "1 to 1024");
        require(threads <= policy.connections(), "threads", threads, "at most the connections");
        require(leadNs >= 0, "lead_ns", leadNs, "0 or more");
        require(measuredNs > 0, "measured_ns", measuredNs, "more than 0");
        require(calls >= 0, "calls", calls, "0 or more");
        require(intervalNs >= MIN_INTERVAL_NS, "interval_ns", intervalNs, "at least 10 ms");
        require(timeoutNs > 0, "timeout_ns", timeoutNs, "more than 0");
        require(drainNs >= 0, "drain_ns", drainNs, "0 or more");
    }

    private static void require(boolean holds, String name, long value, String bound) {
        if (!holds) {
            throw new IllegalArgumentException(name + " is " + value + ", must be " + bound);
        }
    }

    /** Connections over all threads, to each target. */
    public int connections() {
        return policy.connections();
    }

    /** A load of one endpoint; what is not said has the builder's defaults. */
    public static LoadSpecBuilder of(Endpoint endpoint) {
        return new LoadSpecBuilder().endpoint(endpoint);
    }
}

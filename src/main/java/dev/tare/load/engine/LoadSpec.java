package dev.tare.load.engine;

import dev.tare.base.core.AnswerCheck;
import dev.tare.base.core.LoadModel;
import dev.tare.base.core.RequestSpec;
import dev.tare.io.net.IoBackEnd;

/**
 * One load: what to send where, when and for how long, and what a correct answer is.
 *
 * <p>The load has two phases: the lead, whose figures are kept apart, and the measured phase. A
 * request belongs to the phase of its intended start. After the measured phase no request starts;
 * the drain waits for the answers that are due.
 *
 * @param host name or literal address of the other side
 * @param port 1 to 65,535
 * @param request sent again and again
 * @param check what a correct answer is
 * @param model closed or open loop
 * @param connections over all threads, 1 to 65,535, at least {@code threads}
 * @param threads event loops, 1 to 1,024
 * @param startNs when the lead begins on the monotonic clock; 0: as soon as all connections are
 *     open (or have failed)
 * @param leadNs length of the lead, 0 or more
 * @param measuredNs length of the measured phase, more than 0
 * @param intervalNs length of the intervals that results arrive in, at least 10 ms
 * @param timeoutNs from a request's intended start until it counts as timed out, more than 0
 * @param drainNs how long to wait for answers after the measured phase, 0 or more
 * @param backEnd which I/O
 * @param spinNs see {@link dev.tare.io.net.LoopOptions}
 */
public record LoadSpec(
        String host,
        int port,
        RequestSpec request,
        AnswerCheck check,
        LoadModel model,
        int connections,
        int threads,
        long startNs,
        long leadNs,
        long measuredNs,
        long intervalNs,
        long timeoutNs,
        long drainNs,
        IoBackEnd backEnd,
        long spinNs) {
    private static final int MAX_PORT = 65_535;
    private static final int MAX_CONNECTIONS = 65_535;
    private static final int MAX_THREADS = 1_024;
    private static final long MIN_INTERVAL_NS = 10_000_000;

    public LoadSpec {
        require(port >= 1 && port <= MAX_PORT, "port", port, "1 to 65535");
        require(
                connections >= 1 && connections <= MAX_CONNECTIONS,
                "connections",
                connections,
                "1 to 65535");
        require(threads >= 1 && threads <= MAX_THREADS, "threads", threads, "1 to 1024");
        require(threads <= connections, "threads", threads, "at most the connections");
        require(leadNs >= 0, "lead_ns", leadNs, "0 or more");
        require(measuredNs > 0, "measured_ns", measuredNs, "more than 0");
        require(intervalNs >= MIN_INTERVAL_NS, "interval_ns", intervalNs, "at least 10 ms");
        require(timeoutNs > 0, "timeout_ns", timeoutNs, "more than 0");
        require(drainNs >= 0, "drain_ns", drainNs, "0 or more");
    }

    private static void require(boolean holds, String name, long value, String bound) {
        if (!holds) {
            throw new IllegalArgumentException(name + " is " + value + ", must be " + bound);
        }
    }
}

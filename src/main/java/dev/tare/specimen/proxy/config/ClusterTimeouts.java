package dev.tare.specimen.proxy.config;

/**
 * How long minivoy waits for a cluster's endpoints, 1 ms to a day each.
 *
 * @param connectNs for a connection
 * @param responseNs for the head of a response, from when its request began to be sent
 * @param idleNs how long a connection is kept without a request
 */
public record ClusterTimeouts(long connectNs, long responseNs, long idleNs) {
    public ClusterTimeouts {
        Range.durationNs("connect", connectNs, Range.MILLISECOND_NS, Range.DAY_NS);
        Range.durationNs("response", responseNs, Range.MILLISECOND_NS, Range.DAY_NS);
        Range.durationNs("idle", idleNs, Range.MILLISECOND_NS, Range.DAY_NS);
    }

    /** 5 s, 60 s, 60 s. */
    public static ClusterTimeouts standard() {
        return new ClusterTimeouts(5 * Range.SECOND_NS, 60 * Range.SECOND_NS, 60 * Range.SECOND_NS);
    }
}

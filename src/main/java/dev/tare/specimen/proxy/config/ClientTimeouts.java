package dev.tare.specimen.proxy.config;

/**
 * How long minivoy waits for clients, 1 ms to a day each.
 *
 * @param idleNs for a client's next request
 * @param requestHeadNs for the rest of a request's head
 * @param streamIdleNs for the next progress of a body, either way
 * @param tunnelIdleNs for the next byte of a tunnel, either way
 * @param stopNs for requests in flight when minivoy is asked to stop
 */
public record ClientTimeouts(
        long idleNs, long requestHeadNs, long streamIdleNs, long tunnelIdleNs, long stopNs) {
    public ClientTimeouts {
        Range.durationNs("client_idle", idleNs, Range.MILLISECOND_NS, Range.DAY_NS);
        Range.durationNs("request_head", requestHeadNs, Range.MILLISECOND_NS, Range.DAY_NS);
        Range.durationNs("stream_idle", streamIdleNs, Range.MILLISECOND_NS, Range.DAY_NS);
        Range.durationNs("tunnel_idle", tunnelIdleNs, Range.MILLISECOND_NS, Range.DAY_NS);
        Range.durationNs("stop", stopNs, Range.MILLISECOND_NS, Range.DAY_NS);
    }

    /** 75 s, 10 s, 60 s, 1 h, 10 s. */
    public static ClientTimeouts standard() {
        return new ClientTimeouts(
                75 * Range.SECOND_NS,
                10 * Range.SECOND_NS,
                60 * Range.SECOND_NS,
                3600 * Range.SECOND_NS,
                10 * Range.SECOND_NS);
    }
}

package dev.tare.specimen.proxy.setup;

/**
 * How long minivoy waits for others, each in nanoseconds, {@link #MIN_NS} to {@link #MAX_NS}. It
 * gives up at most a quarter of the shortest of them late.
 *
 * @param clientIdleNs for a client's next request
 * @param requestHeadNs for the rest of a request head whose beginning has arrived; and for a
 *     client's TLS handshake
 * @param connectNs for a connection to the upstream, its TLS handshake included
 * @param responseNs for the response's head, from when the request began to be sent
 * @param streamIdleNs for the next progress of a body, either way
 * @param tunnelIdleNs for the next byte in a tunnel, either way
 * @param upstreamIdleNs how long an upstream connection is kept without a request
 * @param stopNs for requests in flight when minivoy is asked to stop
 */
public record ProxyTimeouts(
        long clientIdleNs,
        long requestHeadNs,
        long connectNs,
        long responseNs,
        long streamIdleNs,
        long tunnelIdleNs,
        long upstreamIdleNs,
        long stopNs) {
    public static final long MIN_NS = 1_000_000L;
    public static final long MAX_NS = 86_400_000_000_000L;

    private static final long SECOND_NS = 1_000_000_000L;

    public ProxyTimeouts {
        requireInRange("client idle", clientIdleNs);
        requireInRange("request head", requestHeadNs);
        requireInRange("connect", connectNs);
        requireInRange("response", responseNs);
        requireInRange("stream idle", streamIdleNs);
        requireInRange("tunnel idle", tunnelIdleNs);
        requireInRange("upstream idle", upstreamIdleNs);
        requireInRange("stop", stopNs);
    }

    /**
     * Client idle 75 s, head 10 s, connect 5 s, response 60 s, bodies 60 s, tunnels 1 h, pool 60 s,
     * stop 10 s.
     */
    public static ProxyTimeouts standard() {
        return new ProxyTimeouts(
                75 * SECOND_NS,
                10 * SECOND_NS,
                5 * SECOND_NS,
                60 * SECOND_NS,
                60 * SECOND_NS,
                3600 * SECOND_NS,
                60 * SECOND_NS,
                10 * SECOND_NS);
    }

    public long shortestNs() {
        long clientNs = Math.min(clientIdleNs, requestHeadNs);
        long upstreamNs = Math.min(connectNs, Math.min(responseNs, upstreamIdleNs));
        long bodyNs = Math.min(streamIdleNs, tunnelIdleNs);
        return Math.min(Math.min(clientNs, upstreamNs), Math.min(bodyNs, stopNs));
    }

    private static void requireInRange(String name, long valueNs) {
        if (valueNs < MIN_NS || valueNs > MAX_NS) {
            throw new IllegalArgumentException(
                    "%s timeout: %d ns must be %d to %d ns"
                            .formatted(name, valueNs, MIN_NS, MAX_NS));
        }
    }
}

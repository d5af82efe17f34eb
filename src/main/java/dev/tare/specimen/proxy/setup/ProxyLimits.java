package dev.tare.specimen.proxy.setup;

/**
 * What minivoy takes at most.
 *
 * @param maxConnections client connections over all threads, at least 1; more are closed at once
 * @param maxIdleUpstreams upstream connections that each thread keeps for later, 0 or more
 * @param maxHeadBytes the longest head of a request or a response, {@link #MIN_HEAD_BYTES} to
 *     {@link #MAX_HEAD_BYTES}
 */
public record ProxyLimits(int maxConnections, int maxIdleUpstreams, int maxHeadBytes) {
    public static final int MIN_HEAD_BYTES = 256;
    public static final int MAX_HEAD_BYTES = 64 * 1024;

    private static final int STANDARD_CONNECTIONS = 20_000;
    private static final int STANDARD_IDLE_UPSTREAMS = 1024;
    private static final int STANDARD_HEAD_BYTES = 32 * 1024;

    public ProxyLimits {
        if (maxConnections < 1) {
            throw new IllegalArgumentException(
                    "connections at most: %d must be 1 or more".formatted(maxConnections));
        }
        if (maxIdleUpstreams < 0) {
            throw new IllegalArgumentException(
                    "idle upstream connections: %d must be 0 or more".formatted(maxIdleUpstreams));
        }
        if (maxHeadBytes < MIN_HEAD_BYTES || maxHeadBytes > MAX_HEAD_BYTES) {
            throw new IllegalArgumentException(
                    "head bytes at most: %d must be %d to %d"
                            .formatted(maxHeadBytes, MIN_HEAD_BYTES, MAX_HEAD_BYTES));
        }
    }

    /** Room for 20,000 clients. */
    public static ProxyLimits standard() {
        return new ProxyLimits(STANDARD_CONNECTIONS, STANDARD_IDLE_UPSTREAMS, STANDARD_HEAD_BYTES);
    }
}

package dev.tare.load.spec;

import java.util.Locale;

/**
 * How connections are kept.
 *
 * @param connections to each target, over all threads, 1 to 65,535
 * @param depth requests that may be in flight on one connection: HTTP/2 streams, or pipelined
 *     HTTP/1.1 requests, 1 to 1,000
 * @param opening when connections are opened
 * @param reuseMin the fewest requests after which a connection is closed and opened anew; 0: never
 * @param reuseMax the most; each connection draws its own limit between the two, seeded
 */
public record ConnectionPolicy(
        int connections, int depth, Opening opening, int reuseMin, int reuseMax) {
    public static final int MAX_CONNECTIONS = 65_535;
    public static final int MAX_DEPTH = 1_000;

    /** When connections are opened. */
    public enum Opening {
        /** All, before the load begins. */
        WARM,
        /** Each when a request finds none free. */
        ON_DEMAND;

        /** The name as it stands in files: lower case with underscores. */
        public String key() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    public ConnectionPolicy {
        require("connections", connections, 1, MAX_CONNECTIONS);
        require("depth", depth, 1, MAX_DEPTH);
        require("reuse_min", reuseMin, 0, Integer.MAX_VALUE);
        require("reuse_max", reuseMax, reuseMin, reuseMin == 0 ? 0 : Integer.MAX_VALUE);
    }

    /** Opened before the load begins, one request at a time, for as long as they last. */
    public static ConnectionPolicy kept(int connections) {
        return new ConnectionPolicy(connections, 1, Opening.WARM, 0, 0);
    }

    private static void require(String name, int value, int low, int high) {
        if (value < low || value > high) {
            throw new IllegalArgumentException(
                    "%s is %d, must be %d to %d".formatted(name, value, low, high));
        }
    }
}

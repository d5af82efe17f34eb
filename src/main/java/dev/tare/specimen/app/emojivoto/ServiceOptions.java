package dev.tare.specimen.app.emojivoto;

import java.net.InetSocketAddress;

/**
 * How a gRPC service is to run.
 *
 * @param listen where; port 0 lets the system choose
 * @param threads event loops, 1 to {@link #MAX_THREADS}
 * @param instances independent services behind the one port, 1 to {@link #MAX_INSTANCES}
 */
public record ServiceOptions(InetSocketAddress listen, int threads, int instances) {
    public static final int MAX_THREADS = 256;
    public static final int MAX_INSTANCES = 100;

    public ServiceOptions {
        requireBetween("threads", threads, MAX_THREADS);
        requireBetween("instances", instances, MAX_INSTANCES);
    }

    static void requireBetween(String what, int value, int max) {
        if (value < 1 || value > max) {
            throw new IllegalArgumentException(
                    "%s: %d must be 1 to %d".formatted(what, value, max));
        }
    }
}

package dev.tare.specimen.proxy.config;

/**
 * What a cluster is burdened with at most, over all threads; more is answered with 503 at once.
 *
 * @param connections open at a time
 * @param pending requests that wait for a connection
 * @param requests in flight
 * @param retries in flight
 */
public record BreakerLimits(int connections, int pending, int requests, int retries) {
    public static final int MAX = 10_000_000;

    private static final int STANDARD = 65_536;
    private static final int STANDARD_RETRIES = 1024;

    public BreakerLimits {
        Range.count("connections", connections, 1, MAX);
        Range.count("pending", pending, 0, MAX);
        Range.count("requests", requests, 1, MAX);
        Range.count("retries", retries, 0, MAX);
    }

    /** 65,536 of the first three, and 1,024 retries. */
    public static BreakerLimits standard() {
        return new BreakerLimits(STANDARD, STANDARD, STANDARD, STANDARD_RETRIES);
    }
}

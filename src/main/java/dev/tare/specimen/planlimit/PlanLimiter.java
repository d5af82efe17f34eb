package dev.tare.specimen.planlimit;

import static java.nio.charset.StandardCharsets.US_ASCII;

/**
 * The limits and what counts towards them, as all threads share it.
 *
 * <p>Thread-safety: all threads.
 */
public final class PlanLimiter {
    private final byte[][] plans;
    private final int[] limits;
    private final UserWindows windows;

    /** A limiter that has counted nothing yet. */
    public PlanLimiter(PlanLimits config) {
        plans = config.perMinute().keySet().stream().map(PlanLimiter::ascii).toArray(byte[][]::new);
        limits = config.perMinute().values().stream().mapToInt(Integer::intValue).toArray();
        windows = new UserWindows(config.maxUsers());
    }

    /** What one thread asks. */
    public PlanCheck forThread() {
        return new PlanCheck(this);
    }

    /** How many users are told apart at the moment. */
    public int users() {
        return windows.users();
    }

    UserWindows windows() {
        return windows;
    }

    /** What a token's plan allows a minute; -1 for none that is known. */
    int limit(PlanToken token) {
        for (int i = 0; i < plans.length; i++) {
            if (token.isPlan(plans[i])) {
                return limits[i];
            }
        }
        return -1;
    }

    static byte[] ascii(String text) {
        return text.getBytes(US_ASCII);
    }
}

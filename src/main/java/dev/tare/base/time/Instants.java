package dev.tare.base.time;

/**
 * Arithmetic on instants of the monotonic clock. The engine compares them directly: a clock would
 * have to run for 292 years to pass the end of the scale, which stands for "never".
 */
public final class Instants {
    /** An instant that never comes. */
    public static final long NEVER = Long.MAX_VALUE;

    private Instants() {}

    /** {@code fromNs + durationNs}, or {@link #NEVER} where that is beyond the scale. */
    public static long after(long fromNs, long durationNs) {
        long sum = fromNs + durationNs;
        return durationNs >= 0 && sum < fromNs ? NEVER : sum;
    }
}

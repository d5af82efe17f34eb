package dev.tare.specimen.proxy.config;

/**
 * How many of a cluster's requests may be in a retry at a time: the greater of the two.
 *
 * @param percent of the requests in flight, 0 to 100
 * @param minRetries whatever is in flight, 0 to {@link BreakerLimits#MAX}
 */
public record RetryBudgetPolicy(int percent, int minRetries) {
    private static final int STANDARD_PERCENT = 20;
    private static final int STANDARD_MIN = 3;

    public RetryBudgetPolicy {
        Range.count("percent", percent, 0, 100);
        Range.count("min", minRetries, 0, BreakerLimits.MAX);
    }

    /** A fifth, and three in any case. */
    public static RetryBudgetPolicy standard() {
        return new RetryBudgetPolicy(STANDARD_PERCENT, STANDARD_MIN);
    }
}

package dev.tare.base.stats;

import java.util.Arrays;

/**
 * Many tests at once: at which level each must be held so that, of those that are then called
 * significant, no more than a stated share is false on average. Where nothing is true, the chance
 * that anything at all is called significant is no more than that share.
 *
 * <p>Holds for tests that are independent or go together, as percentiles of one response time do.
 *
 * <p>Source: Benjamini and Hochberg, "Controlling the False Discovery Rate", Journal of the Royal
 * Statistical Society B 57, 1995; for tests that go together Benjamini and Yekutieli, Annals of
 * Statistics 29, 2001.
 */
public final class FalseDiscoveries {
    private FalseDiscoveries() {}

    /**
     * The level: the largest i · share / m such that i of the m probabilities are at most that.
     *
     * @param probabilities one of each test, 0 to 1
     * @param share of false ones, more than 0 and less than 1
     * @return more than 0, at most {@code share}; {@code share / m} where none is significant
     */
    public static double level(double[] probabilities, double share) {
        ConfidenceInterval.requireLevel(share);
        double[] sorted = probabilities.clone();
        Arrays.sort(sorted);
        int tests = Math.max(1, sorted.length);
        int significant = 1;
        for (int i = 1; i <= sorted.length; i++) {
            if (sorted[i - 1] <= i * share / tests) {
                significant = i;
            }
        }
        return significant * share / tests;
    }
}

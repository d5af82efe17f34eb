package dev.tare.base.stats;

import java.util.Optional;

/**
 * The interval of a percentile by ranks, whatever the distribution: with n independent values in
 * order, the p-quantile lies between the lower-th and the upper-th of them with at least the level
 * of confidence, because the number of values at or below it is binomial (n, p).
 *
 * <p>It says what n values can show at best. Requests of one stall are not independent, so the
 * interval printed is the wider of this and the block interval ({@link BlockPercentiles}).
 *
 * <p>Source: David and Nagaraja, "Order Statistics", 3rd edition, section 7.1. Exact for every n:
 * the binomial distribution is taken from the incomplete beta function.
 *
 * @param lower rank of the lower end, from 1
 * @param upper rank of the upper end, at most n
 */
public record BinomialRank(long lower, long upper) {

    /**
     * The ranks for the p-quantile of n values; empty if n values cannot bound it on both sides.
     *
     * @param n how many values, 0 or more
     * @param p more than 0 and less than 1, such as 0.99
     * @param level of confidence
     */
    public static Optional<BinomialRank> of(long n, double p, double level) {
        requireShare(p);
        ConfidenceInterval.requireLevel(level);
        if (n < smallestCount(p, level)) {
            return Optional.empty();
        }
        double tail = (1 - level) / 2;
        // lower: the largest l with P(B <= l - 1) <= tail.
        long lower = firstAbove(n, p, tail);
        // upper: the smallest u with P(B <= u - 1) >= 1 - tail.
        long upper = firstAbove(n, p, Math.nextDown(1 - tail)) + 1;
        return lower >= 1 && upper <= n
                ? Optional.of(new BinomialRank(lower, upper))
                : Optional.empty();
    }

    /**
     * The smallest n for which there is an interval: p^n and (1 − p)^n must both be at most half of
     * 1 − level. 368 for 0.99 and 3,688 for 0.999 at the level 0.95.
     */
    public static long smallestCount(double p, double level) {
        requireShare(p);
        double rarer = Math.max(p, 1 - p);
        return (long) Math.ceil(Math.log((1 - level) / 2) / Math.log(rarer) - 1e-9);
    }

    /** The smallest k from 0 to n with P(B &lt;= k) &gt; {@code bound}. */
    private static long firstAbove(long n, double p, double bound) {
        long low = 0;
        long high = n;
        while (low < high) {
            long middle = low + (high - low) / 2;
            if (atMost(middle, n, p) > bound) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        return low;
    }

    /** P(B &lt;= k) for B binomial (n, p): I_{1−p}(n − k, k + 1). */
    static double atMost(long k, long n, double p) {
        if (k < 0) {
            return 0;
        }
        return k >= n ? 1 : SpecialFunctions.incompleteBeta(1 - p, (double) (n - k), k + 1.0);
    }

    private static void requireShare(double p) {
        if (!(p > 0 && p < 1)) {
            throw new IllegalArgumentException("share " + p + " must lie between 0 and 1");
        }
    }
}

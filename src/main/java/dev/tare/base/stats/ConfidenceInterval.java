package dev.tare.base.stats;

/**
 * Where a true value lies, at a level of confidence.
 *
 * @param low lower end, at most {@code high}
 * @param high upper end
 * @param level of confidence, more than 0 and less than 1, such as 0.95
 */
public record ConfidenceInterval(double low, double high, double level) {

    public ConfidenceInterval {
        if (!(low <= high)) {
            throw new IllegalArgumentException("low end " + low + " is not at most high " + high);
        }
        requireLevel(level);
    }

    /** Half the width. */
    public double halfWidth() {
        return (high - low) / 2;
    }

    /** Whether {@code value} lies within, ends included. */
    public boolean contains(double value) {
        return low <= value && value <= high;
    }

    /** The smallest interval that covers both, at this one's level. */
    public ConfidenceInterval hull(ConfidenceInterval other) {
        return new ConfidenceInterval(Math.min(low, other.low), Math.max(high, other.high), level);
    }

    /**
     * How likely an estimate lies as far from {@code truth} as {@code estimate} does, if that is
     * the truth: two-sided, and at most 1 − level exactly where the interval does not reach it.
     *
     * <p>The interval's margin towards the truth is read as Student's t times a standard error:
     * with d the distance and m the margin, t = t(level)·d/m. For an interval that was made so, of
     * a mean or a paired ratio's logarithm, it is the t test itself; for any other it goes on from
     * its level to other levels as Student's t does.
     *
     * <p>Source: Altman and Bland, "How to obtain the P value from a confidence interval", BMJ 343,
     * 2011, with t in the place of the normal distribution.
     *
     * @param estimate within this interval
     * @param truth supposed, such as 0 for no difference
     * @param degreesOfFreedom at least 1: blocks − 1
     */
    public double probability(double estimate, double truth, double degreesOfFreedom) {
        if (!contains(estimate)) {
            throw new IllegalArgumentException(
                    "estimate %s is not within %s to %s".formatted(estimate, low, high));
        }
        if (estimate == truth) {
            return 1;
        }
        double margin = truth < estimate ? estimate - low : high - estimate;
        if (margin == 0) {
            return 0;
        }
        double t = StudentT.critical(level, degreesOfFreedom) * (estimate - truth) / margin;
        return StudentT.twoSided(t, degreesOfFreedom);
    }

    static void requireLevel(double level) {
        if (!(level > 0 && level < 1)) {
            throw new IllegalArgumentException("level " + level + " must lie between 0 and 1");
        }
    }
}

package dev.tare.base.stats;

/**
 * A difference as Student's t has it: how large, how uncertain, and with how many degrees of
 * freedom that is known.
 *
 * <p>Of two samples ({@link #of}): with n and m values, means x̄ and ȳ and sums of squares S and T
 * about them, the difference is ȳ − x̄, the variance that both share v = (S + T) / (n + m − 2), the
 * standard error √(v · (1/n + 1/m)), with n + m − 2 degrees of freedom.
 *
 * <p>Source: Student's two-sample test (Snedecor and Cochran, "Statistical Methods", 8th edition,
 * section 6.7).
 *
 * @param difference in the values' unit
 * @param standardError of the difference, 0 or more
 * @param degreesOfFreedom 1 or more
 */
public record StudentDifference(double difference, double standardError, int degreesOfFreedom) {
    /** What the rounding of doubles may make of equal values, relative to them. */
    private static final double ROUNDING = 1e-12;

    public StudentDifference {
        if (!(standardError >= 0) || degreesOfFreedom < 1) {
            throw new IllegalArgumentException(
                    "standard error %s must be 0 or more, degrees of freedom %d 1 or more"
                            .formatted(standardError, degreesOfFreedom));
        }
    }

    /** From the first sample to the second; at least three values together. */
    public static StudentDifference of(Sample before, Sample after) {
        int degrees = before.count() + after.count() - 2;
        double squares =
                before.variance() * (before.count() - 1) + after.variance() * (after.count() - 1);
        double variance = squares / degrees;
        double error = Math.sqrt(variance * (1.0 / before.count() + 1.0 / after.count()));
        double rounding = ROUNDING * Math.max(Math.abs(before.mean()), Math.abs(after.mean()));
        return new StudentDifference(
                after.mean() - before.mean(), Math.max(error, rounding), degrees);
    }

    /** Two-sided: of a difference at least as large where the true one is 0. */
    public double probability() {
        if (difference == 0) {
            return 1;
        }
        return standardError == 0
                ? 0
                : StudentT.twoSided(difference / standardError, degreesOfFreedom);
    }

    /** Where the true difference lies. */
    public ConfidenceInterval interval(double level) {
        double margin = StudentT.critical(level, degreesOfFreedom) * standardError;
        return new ConfidenceInterval(difference - margin, difference + margin, level);
    }
}

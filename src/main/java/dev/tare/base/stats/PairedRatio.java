package dev.tare.base.stats;

/**
 * How many times as much as bare, from values paired within blocks.
 *
 * <p>With r_i = specimen_i / bare_i, the ratio is exp(mean of ln r_i) and its interval exp(mean ±
 * t·s/√n), where s is the standard deviation of the ln r_i and t Student's critical value with n −
 * 1 degrees of freedom. Drift multiplies both halves of a pair and cancels.
 *
 * <p>The difference in units is bare × (ratio − 1), and its interval bare × (each end − 1). There
 * bare is the figure printed for bare, taken as known: the difference is stated at the machine's
 * speed of this run, and what bare itself may be off by (its own interval) scales it as a whole.
 *
 * @param ratio specimen over bare
 * @param interval of the ratio
 * @param pairs how many blocks
 * @param probability two-sided, of a ratio as far from 1 by chance where there is no difference: of
 *     t = (mean of ln r_i)·√n/s
 */
public record PairedRatio(
        double ratio, ConfidenceInterval interval, int pairs, double probability) {

    /**
     * Compares pairs.
     *
     * @param specimen a value above zero for each block
     * @param bare likewise, in the same order; two or more
     * @param level of confidence
     */
    public static PairedRatio of(double[] specimen, double[] bare, double level) {
        Sample sample = Sample.of(logRatios(specimen, bare));
        double margin = sample.margin(level);
        return new PairedRatio(
                Math.exp(sample.mean()),
                new ConfidenceInterval(
                        Math.exp(sample.mean() - margin), Math.exp(sample.mean() + margin), level),
                sample.count(),
                probability(sample));
    }

    private static double probability(Sample logRatios) {
        if (logRatios.mean() == 0) {
            return 1;
        }
        return logRatios.variance() == 0
                ? 0
                : StudentT.twoSided(
                        logRatios.mean() / logRatios.standardError(), logRatios.count() - 1.0);
    }

    /** ln(specimen_i / bare_i) of every pair. */
    public static double[] logRatios(double[] specimen, double[] bare) {
        if (specimen.length != bare.length) {
            throw new IllegalArgumentException(
                    specimen.length + " and " + bare.length + " values are no pairs");
        }
        if (!MeanIntervals.allPositive(specimen) || !MeanIntervals.allPositive(bare)) {
            throw new IllegalArgumentException("a ratio needs values above zero");
        }
        double[] logs = new double[specimen.length];
        for (int i = 0; i < logs.length; i++) {
            logs[i] = Math.log(specimen[i] / bare[i]);
        }
        return logs;
    }

    /** Specimen minus bare, in the unit of {@code bareValue}. */
    public double difference(double bareValue) {
        return bareValue * (ratio - 1);
    }

    /** The interval of {@link #difference}. */
    public ConfidenceInterval differenceInterval(double bareValue) {
        return new ConfidenceInterval(
                bareValue * (interval.low() - 1),
                bareValue * (interval.high() - 1),
                interval.level());
    }
}

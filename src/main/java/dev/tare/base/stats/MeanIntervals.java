package dev.tare.base.stats;

import java.util.Arrays;

/**
 * Intervals of means over blocks, by Student's t on logarithms.
 *
 * <p>Rates, times and CPU vary in proportion: a machine that is slow for a block is slow by a
 * factor. On logarithms such noise is symmetric, and an interval never reaches below zero.
 */
public final class MeanIntervals {
    private MeanIntervals() {}

    /**
     * The interval of a pooled mean: {@code pooled × exp(±m)}, where m is Student's margin of the
     * mean logarithm of the blocks' values. Where a block's value is not above zero there is no
     * logarithm, and it is {@code pooled ± m} of the values themselves, cut off at zero.
     *
     * @param pooled the figure that is printed, 0 or more
     * @param blocks the same figure of every block, two or more of them, each 0 or more
     * @param level of confidence
     */
    public static ConfidenceInterval ofPooled(double pooled, double[] blocks, double level) {
        if (allPositive(blocks)) {
            double factor = Math.exp(Sample.of(logs(blocks)).margin(level));
            return new ConfidenceInterval(pooled / factor, pooled * factor, level);
        }
        double margin = Sample.of(blocks).margin(level);
        return new ConfidenceInterval(Math.max(0, pooled - margin), pooled + margin, level);
    }

    /**
     * The interval of the geometric mean: Student's t on the logarithms.
     *
     * @param blocks two values or more, each above zero
     */
    public static ConfidenceInterval ofGeometricMean(double[] blocks, double level) {
        return ofPooled(geometricMean(blocks), blocks, level);
    }

    /**
     * The geometric mean.
     *
     * @throws IllegalArgumentException if a value is not above zero
     */
    public static double geometricMean(double[] values) {
        if (!allPositive(values)) {
            throw new IllegalArgumentException("a geometric mean needs values above zero");
        }
        return Math.exp(Sample.of(logs(values)).mean());
    }

    /** Whether there are values, and all of them are above zero. */
    public static boolean allPositive(double[] values) {
        return values.length > 0 && Arrays.stream(values).allMatch(value -> value > 0);
    }

    static double[] logs(double[] values) {
        return Arrays.stream(values).map(Math::log).toArray();
    }
}

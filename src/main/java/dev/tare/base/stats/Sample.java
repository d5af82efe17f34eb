package dev.tare.base.stats;

/**
 * Count, mean and variance of some values, one for each block.
 *
 * @param count how many values, 1 or more
 * @param mean arithmetic
 * @param variance with {@code count − 1} in the denominator; 0 for a single value
 */
public record Sample(int count, double mean, double variance) {

    /**
     * Summarises {@code values} in two passes, which no cancellation can turn negative.
     *
     * @throws IllegalArgumentException if there are none
     */
    public static Sample of(double[] values) {
        if (values.length == 0) {
            throw new IllegalArgumentException("a sample needs at least one value");
        }
        double sum = 0;
        for (double value : values) {
            sum += value;
        }
        double mean = sum / values.length;
        double squares = 0;
        double rest = 0;
        for (double value : values) {
            double deviation = value - mean;
            squares += deviation * deviation;
            rest += deviation;
        }
        // The rest is the rounding error of the mean (Chan, Golub, LeVeque 1983, equation 1.7).
        squares = Math.max(0, squares - rest * rest / values.length);
        double variance = values.length > 1 ? squares / (values.length - 1) : 0;
        return new Sample(values.length, mean, variance);
    }

    /** Standard deviation. */
    public double deviation() {
        return Math.sqrt(variance);
    }

    /** Standard error of the mean; 0 for a single value. */
    public double standardError() {
        return Math.sqrt(variance / count);
    }

    /**
     * How far the true mean may lie from {@link #mean}: Student's t times the standard error.
     *
     * @param level of confidence, more than 0 and less than 1
     * @throws IllegalStateException if there are fewer than two values
     */
    public double margin(double level) {
        if (count < 2) {
            throw new IllegalStateException("one value has no interval");
        }
        return StudentT.critical(level, count - 1) * standardError();
    }
}

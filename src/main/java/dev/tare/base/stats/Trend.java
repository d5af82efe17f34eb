package dev.tare.base.stats;

/**
 * Whether values drift over the run: the slope of a straight line through them, in order, and how
 * likely so steep a slope is where there is none.
 *
 * <p>Source: the t test of a regression slope, n − 2 degrees of freedom (Draper and Smith, "Applied
 * Regression Analysis", 3rd edition, section 1.4).
 *
 * @param change of the fitted line from the first value to the last, in the values' unit
 * @param probability two-sided, of a slope at least as steep by chance; 1 below three values
 */
public record Trend(double change, double probability) {
    private static final double EXACT = 1e-12;

    /** The trend of {@code values} in their order. */
    public static Trend of(double[] values) {
        int n = values.length;
        if (n < 3) {
            return new Trend(0, 1);
        }
        double meanIndex = (n - 1) / 2.0;
        double mean = Sample.of(values).mean();
        double products = 0;
        double squares = 0;
        double total = 0;
        for (int i = 0; i < n; i++) {
            products += (i - meanIndex) * (values[i] - mean);
            squares += (i - meanIndex) * (i - meanIndex);
            total += (values[i] - mean) * (values[i] - mean);
        }
        double slope = products / squares;
        double residual = Math.max(0, total - slope * products);
        double change = slope * (n - 1);
        if (total == 0) {
            return new Trend(0, 1);
        }
        if (residual <= EXACT * total) {
            return new Trend(change, 0);
        }
        double t = slope / Math.sqrt(residual / (n - 2) / squares);
        return new Trend(change, StudentT.twoSided(t, n - 2));
    }
}

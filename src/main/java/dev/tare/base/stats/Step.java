package dev.tare.base.stats;

/**
 * Whether values change their level once in mid-run: the split into an earlier and a later part
 * whose means lie farthest apart for their scatter.
 *
 * <p>Every split with at least {@link #MIN_SIDE} values on each side is tried by Student's t for
 * two samples of one variance, n − 2 degrees of freedom; the probability of the best is multiplied
 * by the number of splits (Bonferroni), so that having searched for it is paid for.
 *
 * <p>Source: Hawkins, "Testing a Sequence of Observations for a Shift in Location", JASA 72, 1977
 * (the maximum over splits of the two-sample t).
 *
 * @param at how many values lie before the step; 0 where no split could be tried
 * @param change mean of the later ones minus mean of the earlier ones, in the values' unit
 * @param probability of so large a step by chance, at most 1
 */
public record Step(int at, double change, double probability) {
    /** Values on each side of a step: a single outlier is none. */
    public static final int MIN_SIDE = 3;

    private static final Step NONE = new Step(0, 0, 1);
    private static final double EXACT = 1e-12;

    /** The most marked step of {@code values} in their order. */
    public static Step of(double[] values) {
        int n = values.length;
        if (n < 2 * MIN_SIDE) {
            return NONE;
        }
        double mean = Sample.of(values).mean();
        double total = 0;
        for (double value : values) {
            total += (value - mean) * (value - mean);
        }
        if (total == 0) {
            return NONE;
        }
        int at = 0;
        double most = -1;
        double change = 0;
        double before = 0;
        for (int k = 1; k <= n - MIN_SIDE; k++) {
            before += values[k - 1] - mean;
            double between = before * before * n / ((double) k * (n - k));
            if (k >= MIN_SIDE && between > most) {
                most = between;
                at = k;
                // The deviations of both sides add up to nothing.
                change = -before / (n - k) - before / k;
            }
        }
        double within = Math.max(0, total - most);
        if (within <= EXACT * total) {
            return new Step(at, change, 0);
        }
        int splits = n - 2 * MIN_SIDE + 1;
        double t = Math.sqrt(most / (within / (n - 2)));
        return new Step(at, change, Math.min(1, splits * StudentT.twoSided(t, n - 2)));
    }
}

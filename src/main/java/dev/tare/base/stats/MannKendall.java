package dev.tare.base.stats;

/**
 * Whether values rise or fall in their order, by ranks alone: no outlier and no curve misleads it.
 *
 * <p>S counts the pairs in which the later value is larger, minus those in which it is smaller.
 * Where all orders are equally likely, n(n − 1)/2 − S is twice the number of inversions of a random
 * permutation, whose distribution is exact up to {@link #EXACT_UP_TO} values; beyond, S is normal
 * with the variance n(n − 1)(2n + 5)/18, with a correction for continuity. Equal values count for
 * neither side, which makes the probability too large rather than too small.
 *
 * <p>Source: Mann, "Nonparametric Tests Against Trend", Econometrica 13, 1945; Kendall, "Rank
 * Correlation Methods", 4th edition, 1975.
 *
 * @param score S
 * @param probability two-sided, of a score at least as far from 0 by chance
 */
public record MannKendall(int score, double probability) {
    /** So many values have the exact distribution. */
    public static final int EXACT_UP_TO = 30;

    /** The test of {@code values} in their order; fewer than two have no trend. */
    public static MannKendall of(double[] values) {
        int n = values.length;
        int score = 0;
        for (int i = 0; i < n; i++) {
            for (int j = i + 1; j < n; j++) {
                score += Double.compare(values[j], values[i]);
            }
        }
        if (score == 0) {
            return new MannKendall(0, 1);
        }
        double oneSided = n <= EXACT_UP_TO ? exact(n, Math.abs(score)) : normal(n, Math.abs(score));
        return new MannKendall(score, Math.min(1, 2 * oneSided));
    }

    /** P(S &gt;= score), by counting permutations by their inversions. */
    private static double exact(int n, int score) {
        int pairs = n * (n - 1) / 2;
        double[] shares = new double[pairs + 1];
        shares[0] = 1;
        int most = 0;
        for (int size = 2; size <= n; size++) {
            // The largest of them stands before 0 to size − 1 others, each as likely.
            double[] next = new double[pairs + 1];
            for (int inversions = 0; inversions <= most; inversions++) {
                for (int more = 0; more < size; more++) {
                    next[inversions + more] += shares[inversions] / size;
                }
            }
            shares = next;
            most += size - 1;
        }
        double tail = 0;
        for (int inversions = 0; 2 * inversions <= pairs - score; inversions++) {
            tail += shares[inversions];
        }
        return tail;
    }

    private static double normal(int n, int score) {
        double variance = n * (n - 1.0) * (2.0 * n + 5) / 18;
        return SpecialFunctions.normalCdf(-(score - 1) / Math.sqrt(variance));
    }
}

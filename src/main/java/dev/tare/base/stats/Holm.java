package dev.tare.base.stats;

import java.util.Arrays;
import java.util.Comparator;

/**
 * Many tests at once: of all the differences that are nothing, the probability that even one is
 * taken for something stays at most the level, however the tests depend on one another.
 *
 * <p>With the m probabilities in rising order, the j-th (from 1) times m − j + 1 is compared with
 * the level; from the first that exceeds it on, none is rejected.
 *
 * <p>Source: Holm, "A Simple Sequentially Rejective Multiple Test Procedure", Scandinavian Journal
 * of Statistics 6, 1979.
 */
public final class Holm {
    private Holm() {}

    /**
     * The probabilities adjusted for their number, in the order given: the smallest level at which
     * each would still be rejected among all of them.
     *
     * @param probabilities of so large a difference by chance, each 0 to 1; none at all is allowed
     * @return as many, each at least as large as what it was made from and at most 1
     */
    public static double[] adjusted(double[] probabilities) {
        for (double probability : probabilities) {
            if (!(probability >= 0 && probability <= 1)) {
                throw new IllegalArgumentException(
                        "probability " + probability + " must lie between 0 and 1");
            }
        }
        int m = probabilities.length;
        Integer[] order = new Integer[m];
        Arrays.setAll(order, i -> i);
        Arrays.sort(order, Comparator.comparingDouble(i -> probabilities[i]));
        double[] adjusted = new double[m];
        double largest = 0;
        for (int j = 0; j < m; j++) {
            largest = Math.max(largest, Math.min(1, (m - j) * probabilities[order[j]]));
            adjusted[order[j]] = largest;
        }
        return adjusted;
    }

    /**
     * Which differences remain among all of them.
     *
     * @param probabilities as for {@link #adjusted}
     * @param level the probability that is allowed for one false difference or more, such as 0.05
     */
    public static boolean[] rejected(double[] probabilities, double level) {
        ConfidenceInterval.requireLevel(level);
        double[] adjusted = adjusted(probabilities);
        boolean[] rejected = new boolean[adjusted.length];
        for (int i = 0; i < rejected.length; i++) {
            rejected[i] = adjusted[i] <= level;
        }
        return rejected;
    }
}

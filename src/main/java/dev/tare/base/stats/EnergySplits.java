package dev.tare.base.stats;

import java.util.Optional;

/**
 * The splits of a series and of its stretches, by their energy distance ({@link ChangePoints}).
 *
 * <p>Cost: n² steps and n² doubles to make; a split of a stretch of k values is found in k² steps.
 */
final class EnergySplits {
    private final int least;
    // Sum of |x - y| over all pairs within [from, to), at [from][to].
    private final double[][] within;

    /**
     * The splits of {@code values}.
     *
     * @param least values on either side of a split, 2 or more
     */
    EnergySplits(double[] values, int least) {
        int n = values.length;
        this.least = least;
        this.within = new double[n + 1][n + 1];
        for (int to = 1; to <= n; to++) {
            double added = 0;
            for (int from = to - 2; from >= 0; from--) {
                added += Math.abs(values[from] - values[to - 1]);
                within[from][to] = within[from][to - 1] + added;
            }
        }
    }

    /**
     * Two neighbouring stretches.
     *
     * @param from index of the first value of the first one
     * @param at index of the first value of the second one
     * @param to index behind its last value
     * @param looked how many splits of its kind there were to choose from
     */
    record Candidate(int from, int at, int to, int looked) {}

    /** The split of all of [from, to) with the largest distance; empty where it is too short. */
    Optional<Candidate> ofWhole(int from, int to) {
        int best = -1;
        double largest = Double.NEGATIVE_INFINITY;
        for (int at = from + least; at <= to - least; at++) {
            double distance = distance(from, at, to);
            if (distance > largest) {
                largest = distance;
                best = at;
            }
        }
        return best < 0
                ? Optional.empty()
                : Optional.of(new Candidate(from, best, to, to - from - 2 * least + 1));
    }

    /** The same of all shorter stretches that begin at {@code from} or end at {@code to}. */
    Optional<Candidate> ofParts(int from, int to) {
        Candidate best = new Candidate(from, from, to, 0);
        double largest = Double.NEGATIVE_INFINITY;
        int looked = 0;
        for (int at = from + least; at <= to - least; at++) {
            for (int end = at + least; end < to; end++) {
                double distance = distance(from, at, end);
                looked++;
                if (distance > largest) {
                    largest = distance;
                    best = new Candidate(from, at, end, 0);
                }
            }
            for (int begin = from + 1; begin <= at - least; begin++) {
                double distance = distance(begin, at, to);
                looked++;
                if (distance > largest) {
                    largest = distance;
                    best = new Candidate(begin, at, to, 0);
                }
            }
        }
        return looked == 0
                ? Optional.empty()
                : Optional.of(new Candidate(best.from(), best.at(), best.to(), looked));
    }

    private double distance(int from, int at, int to) {
        double n = at - from;
        double m = to - at;
        double first = within[from][at];
        double second = within[at][to];
        double between = within[from][to] - first - second;
        double energy =
                2 * between / (n * m) - first / (n * (n - 1) / 2) - second / (m * (m - 1) / 2);
        return n * m / (n + m) * energy;
    }
}

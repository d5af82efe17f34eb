package dev.tare.base.stats;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Where the level of a series changes, and stays changed.
 *
 * <p>Where: by the energy distance of Matteson and James. For neighbouring stretches of n and m
 * values Q = n·m/(n + m) · (2·B/(n·m) − W₁/C(n, 2) − W₂/C(m, 2)), where B is the sum of |x − y|
 * between the stretches and W the sum of |x − x′| within each. The split of largest Q is the
 * candidate; a stretch may end before the series does, so that a level that returns is not averaged
 * away. Then the same in both halves.
 *
 * <p>Whether: by Student's t of the two stretches instead of random permutations, so that the same
 * series always gives the same answer. Two corrections make it honest. The probability is
 * multiplied by the number of splits that were looked at (Bonferroni; the whole series and its
 * shorter stretches get half each), because the most striking of many is striking by chance. And
 * the change must show without any one of the values too, where the probability may be ten times as
 * large: what rests on one value is no change.
 *
 * <p>Outliers: a value that lies twelve deviations or more from the median on either side of the
 * clearest split (the deviation from the median of all such distances) is set aside, for it would
 * hide what the others show; one after the other, up to a fifth of them, where there are twelve or
 * more.
 *
 * <p>At last every change point moves to where the squares about the two levels are least, and must
 * hold between its neighbours; and the steps must fit better than a straight line (Schwarz's
 * criterion, a parameter for each level and each place): else the series drifts.
 *
 * <p>Cost: n² steps and n² doubles. Pure, no random choices.
 *
 * <p>Source: Matteson and James, "A Nonparametric Approach for Multiple Change Point Analysis of
 * Multivariate Data", JASA 109, 2014 (α = 1); Student's t for permutations after Fleming and
 * others, "Hunter", arXiv 2301.03034, 2023.
 */
public final class ChangePoints {
    /** Below this nothing can be said. */
    public static final int MIN_POINTS = 6;

    /** The most that is looked at. */
    public static final int MAX_POINTS = 1_000;

    /** Values on each side of a change point, at least. */
    public static final int MIN_STRETCH = 3;

    /** How much larger the probability may be where one value is taken away. */
    private static final double LENIENCE = 10;

    /** Deviations from both medians that make a value an outlier. */
    private static final double FAR = 12;

    /** Fewer values cannot tell which of them is the odd one. */
    private static final int MIN_FOR_OUTLIERS = 12;

    /** The median distance of a normal distribution, in standard deviations, to the minus one. */
    private static final double DEVIATIONS_A_MEDIAN = 1.4826;

    /** At most one value of so many is set aside. */
    private static final int VALUES_AN_OUTLIER = 5;

    private final double[] values;
    private final int[] indices;
    private final List<Integer> outliers;
    private final EnergySplits splits;
    private final Optional<Split> first;

    private ChangePoints(double[] values, int[] indices, List<Integer> outliers) {
        this.values = values;
        this.indices = indices;
        this.outliers = List.copyOf(outliers);
        this.splits = new EnergySplits(values, MIN_STRETCH);
        this.first = best(0, values.length);
    }

    /**
     * A split of a stretch.
     *
     * @param at index of the first value after it
     * @param probability corrected, of so clear a split by chance
     */
    private record Split(int at, double probability) {}

    /**
     * A change point.
     *
     * @param last index of the last value before it
     * @param first index of the first value after it
     * @param probability of so clear a change between its neighbours by chance, corrected for the
     *     number of places where it might have been
     * @param before the values back to the change point before it
     * @param after the values up to the next one
     */
    public record ChangePoint(
            int last, int first, double probability, Sample before, Sample after) {
        /** From before to after. */
        public StudentDifference difference() {
            return StudentDifference.of(before, after);
        }
    }

    /**
     * What became of a series.
     *
     * @param changePoints in order
     * @param drift where a straight line fits better than steps: how far it goes from the first
     *     value to the last; then there are no change points
     */
    public record Found(List<ChangePoint> changePoints, Optional<StudentDifference> drift) {
        public Found {
            changePoints = List.copyOf(changePoints);
        }
    }

    /**
     * Looks at a series.
     *
     * @param values finite, in order; from {@link #MIN_POINTS} to {@link #MAX_POINTS} of them
     */
    public static ChangePoints of(double[] values) {
        if (values.length < MIN_POINTS || values.length > MAX_POINTS) {
            throw new IllegalArgumentException(
                    "%d values must be from %d to %d"
                            .formatted(values.length, MIN_POINTS, MAX_POINTS));
        }
        if (!Arrays.stream(values).allMatch(Double::isFinite)) {
            throw new IllegalArgumentException("every value of a series must be finite");
        }
        int[] indices = new int[values.length];
        Arrays.setAll(indices, i -> i);
        ChangePoints series = new ChangePoints(values.clone(), indices, List.of());
        int most = values.length / VALUES_AN_OUTLIER;
        while (series.outliers.size() < most && series.values.length >= MIN_FOR_OUTLIERS) {
            OptionalInt outlier = series.outlier();
            if (outlier.isEmpty()) {
                break;
            }
            series = series.without(outlier.getAsInt());
        }
        return series;
    }

    /** The value that is farthest from both sides of the clearest split, if it is far. */
    private OptionalInt outlier() {
        int at = first.map(Split::at).orElse(values.length);
        double before = median(Arrays.copyOfRange(values, 0, at));
        double after =
                at == values.length
                        ? before
                        : median(Arrays.copyOfRange(values, at, values.length));
        double[] distances = new double[values.length];
        int farthest = 0;
        for (int i = 0; i < values.length; i++) {
            distances[i] = Math.min(Math.abs(values[i] - before), Math.abs(values[i] - after));
            farthest = distances[i] > distances[farthest] ? i : farthest;
        }
        double bound = FAR * DEVIATIONS_A_MEDIAN * median(distances);
        return bound > 0 && distances[farthest] > bound
                ? OptionalInt.of(farthest)
                : OptionalInt.empty();
    }

    private static double median(double[] some) {
        double[] sorted = some.clone();
        Arrays.sort(sorted);
        int half = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
    }

    private ChangePoints without(int index) {
        double[] fewer = new double[values.length - 1];
        int[] kept = new int[values.length - 1];
        for (int i = 0; i < fewer.length; i++) {
            int old = i < index ? i : i + 1;
            fewer[i] = values[old];
            kept[i] = indices[old];
        }
        List<Integer> more = new ArrayList<>(outliers);
        more.add(indices[index]);
        return new ChangePoints(fewer, kept, more);
    }

    /** Indices of values that were set aside, each alone far from all around it. */
    public List<Integer> outliers() {
        return outliers.stream().sorted().toList();
    }

    /** Of a change somewhere at least as clear as the clearest, where there is none; at most 1. */
    public double probability() {
        return first.map(Split::probability).orElse(1.0);
    }

    /**
     * The change points.
     *
     * @param level the share of series without a change in which one may be found; more than 0 and
     *     less than 1
     */
    public Found found(double level) {
        ConfidenceInterval.requireLevel(level);
        List<Integer> places = new ArrayList<>();
        split(0, values.length, first, level, places);
        relocate(places);
        List<ChangePoint> points = held(places, level);
        Optional<StudentDifference> drift =
                points.isEmpty() ? Optional.empty() : drift(points, level);
        return new Found(drift.isPresent() ? List.of() : points, drift);
    }

    private void split(
            int from, int to, Optional<Split> candidate, double level, List<Integer> places) {
        if (candidate.isEmpty() || candidate.get().probability() > level) {
            return;
        }
        int at = candidate.get().at();
        split(from, at, best(from, at), level, places);
        places.add(at);
        split(at, to, best(at, to), level, places);
    }

    private Optional<Split> best(int from, int to) {
        Optional<EnergySplits.Candidate> whole = splits.ofWhole(from, to);
        Optional<EnergySplits.Candidate> part = splits.ofParts(from, to);
        if (whole.isEmpty() || part.isEmpty()) {
            return whole.map(candidate -> judged(candidate, candidate.looked()));
        }
        Split ofWhole = judged(whole.get(), 2.0 * whole.get().looked());
        Split ofPart = judged(part.get(), 2.0 * part.get().looked());
        return Optional.of(ofWhole.probability() <= ofPart.probability() ? ofWhole : ofPart);
    }

    /** How clear a split is with every value, and without the one that it rests on most. */
    private Split judged(EnergySplits.Candidate candidate, double places) {
        int at = candidate.at();
        Sample before = sample(candidate.from(), at);
        Sample after = sample(at, candidate.to());
        double probability = StudentDifference.of(before, after).probability();
        double without = probability;
        for (int i = candidate.from(); i < candidate.to(); i++) {
            StudentDifference rest =
                    i < at
                            ? StudentDifference.of(less(before, values[i]), after)
                            : StudentDifference.of(before, less(after, values[i]));
            without = Math.max(without, rest.probability());
        }
        return new Split(at, Math.min(1, places * Math.max(probability, without / LENIENCE)));
    }

    private Sample sample(int from, int to) {
        return Sample.of(Arrays.copyOfRange(values, from, to));
    }

    /** The sample without one of its values; three or more. */
    private static Sample less(Sample sample, double value) {
        int n = sample.count();
        double off = value - sample.mean();
        double squares = sample.variance() * (n - 1) - off * off * n / (n - 1);
        double mean = sample.mean() - off / (n - 1);
        return new Sample(n - 1, mean, Math.max(0, squares) / (n - 2));
    }

    /** Moves every place to where the squares about the levels on its two sides are least. */
    private void relocate(List<Integer> places) {
        for (int i = 0; i < places.size(); i++) {
            int from = i == 0 ? 0 : places.get(i - 1);
            int to = i + 1 < places.size() ? places.get(i + 1) : values.length;
            double least = Double.POSITIVE_INFINITY;
            for (int at = from + MIN_STRETCH; at <= to - MIN_STRETCH; at++) {
                double squares = squares(sample(from, at)) + squares(sample(at, to));
                if (squares < least) {
                    least = squares;
                    places.set(i, at);
                }
            }
        }
    }

    /** The places that hold between their neighbours; the weakest goes first. */
    private List<ChangePoint> held(List<Integer> places, double level) {
        while (true) {
            List<ChangePoint> points = new ArrayList<>();
            int weakest = -1;
            double largest = level;
            for (int i = 0; i < places.size(); i++) {
                int from = i == 0 ? 0 : places.get(i - 1);
                int to = i + 1 < places.size() ? places.get(i + 1) : values.length;
                int looked = to - from - 2 * MIN_STRETCH + 1;
                Split split =
                        judged(new EnergySplits.Candidate(from, places.get(i), to, looked), looked);
                points.add(changePoint(split, from, to));
                if (split.probability() > largest) {
                    largest = split.probability();
                    weakest = i;
                }
            }
            if (weakest < 0) {
                return points;
            }
            places.remove(/* index */ weakest);
        }
    }

    private ChangePoint changePoint(Split split, int from, int to) {
        return new ChangePoint(
                indices[split.at() - 1],
                indices[split.at()],
                split.probability(),
                sample(from, split.at()),
                sample(split.at(), to));
    }

    private Optional<StudentDifference> drift(List<ChangePoint> points, double level) {
        int n = values.length;
        double ofSteps = squares(points.getFirst().before());
        for (ChangePoint point : points) {
            ofSteps += squares(point.after());
        }
        double change = Trend.of(values).change();
        double mean = sample(0, n).mean();
        double ofLine = 0;
        double ofPlaces = 0;
        for (int i = 0; i < n; i++) {
            // Along the line, from -1/2 at the first value to 1/2 at the last.
            double along = (double) i / (n - 1) - 0.5;
            double off = values[i] - mean - change * along;
            ofLine += off * off;
            ofPlaces += along * along;
        }
        // Schwarz: n ln(squares / n) + parameters ln n; of the steps k + 1 levels and k places.
        double more = (2 * points.size() + 1 - 2) * Math.log(n) / n;
        if (ofLine >= ofSteps * Math.exp(more)) {
            return Optional.empty();
        }
        double error = Math.sqrt(ofLine / (n - 2) / ofPlaces);
        return Optional.of(new StudentDifference(change, error, n - 2))
                .filter(drift -> drift.probability() <= level);
    }

    private static double squares(Sample sample) {
        return sample.variance() * (sample.count() - 1);
    }
}

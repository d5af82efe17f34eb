package dev.tare.lab.verdict.rule;

import static dev.tare.lab.verdict.Verdict.TAINTED;

import dev.tare.base.stats.MeanIntervals;
import dev.tare.base.stats.PairedRatio;
import dev.tare.base.stats.Step;
import dev.tare.base.stats.Trend;
import dev.tare.lab.verdict.FigureKind;
import dev.tare.lab.verdict.Reason;
import dev.tare.lab.verdict.Words;
import dev.tare.lab.verdict.estimate.Estimate;
import dev.tare.lab.verdict.estimate.Estimator;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Rule 7, the measured part: a trend over the blocks, or a step in mid-run, that is larger than the
 * printed interval taints the figure. The level of 1 % is for the whole weighing: it is divided by
 * the number of tests made, of which there are two for each figure.
 *
 * <p>Trend, step and interval are compared as ratios (logarithms): a fall is as easily seen as the
 * rise that would undo it. On the plain scale a fall by two fifths is 40 of 100 and the rise that
 * undoes it 67 of 100, while the interval around both is the same.
 *
 * <p>A tare cost is tested by its pairs, in which the machine's own drift cancels; of CPU a
 * request, which has no pair, cost and figure are one.
 */
public final class TrendRule implements Rule {
    private static final double LEVEL = 0.01;
    private static final int TESTS_A_FIGURE = 2;
    private static final double ROUNDING = 1e-9;
    private static final String QUIETER = "A longer warm-up, or a quieter machine.";
    private static final String ASK_THE_MACHINE =
            "See what changed on the machine then, and measure again.";

    @Override
    public List<Finding> judge(Evidence evidence) {
        List<Finding> findings = new ArrayList<>();
        if (evidence.scenario().blocks().size() < Estimator.MIN_BLOCKS) {
            return findings;
        }
        evidence.figures()
                .forEach((kind, figure) ->
                        reason(evidence, kind, figure, false)
                                .map(reason -> Finding.figures(Set.of(kind), reason))
                                .ifPresent(findings::add));
        evidence.costs()
                .forEach((kind, cost) ->
                        reason(evidence, kind, cost, true)
                                .map(reason -> Finding.costs(Set.of(kind), reason))
                                .ifPresent(findings::add));
        return findings;
    }

    /**
     * The figure of every block, or its ratio to bare's, as logarithms; empty where it is not made
     * block by block.
     *
     * @param cost whether the tare cost is meant
     */
    static Optional<double[]> logs(Evidence evidence, FigureKind kind, boolean cost) {
        if (!paired(kind, cost)) {
            return evidence.scenario()
                    .series(kind)
                    .filter(MeanIntervals::allPositive)
                    .map(series -> Arrays.stream(series).map(Math::log).toArray());
        }
        Optional<double[]> mine = evidence.pair().flatMap(pair -> pair.specimen().series(kind));
        Optional<double[]> bare = evidence.pair().flatMap(pair -> pair.bare().series(kind));
        return mine.filter(MeanIntervals::allPositive)
                .flatMap(specimen ->
                        bare.filter(MeanIntervals::allPositive)
                                .map(zero -> PairedRatio.logRatios(specimen, zero)));
    }

    /**
     * A change of the logarithms from one end to the other, in words: in the unit of the figure or
     * cost, and in percent of where it began.
     */
    static String words(
            Evidence evidence, FigureKind kind, Estimate estimate, boolean cost, double change) {
        boolean paired = paired(kind, cost);
        double middle =
                paired
                        ? evidence.pair()
                                .flatMap(pair -> pair.specimen().series(kind))
                                .map(MeanIntervals::geometricMean)
                                .orElse(0.0)
                        : estimate.value();
        return "%s (%s%s)"
                .formatted(
                        Words.of(2 * middle * Math.sinh(Math.abs(change) / 2), kind.unit()),
                        paired ? "its ratio to bare's: " : "",
                        percent(change, change));
    }

    /** What a logarithm is in percent, upwards or downwards as {@code direction} is. */
    private static String percent(double log, double direction) {
        double size = Math.abs(log);
        return Words.percent(direction > 0 ? Math.expm1(size) : -Math.expm1(-size));
    }

    /**
     * The whole width of the printed interval as a logarithm; of a tare cost that of the ratio to
     * bare which it allows, bare taken as known. Never less than what binary fractions may differ
     * by that are the same; infinite where the low end is no ratio.
     */
    static double width(Evidence evidence, FigureKind kind, Estimate estimate, boolean cost) {
        Optional<Estimate> bare =
                paired(kind, cost)
                        ? Optional.ofNullable(evidence.bareFigures().get(kind))
                        : Optional.empty();
        double zero = bare.map(Estimate::value).orElse(0.0);
        return Math.max(estimate.interval().orElseThrow().logWidth(zero), ROUNDING);
    }

    /** Whether it is made of pairs with bare. */
    private static boolean paired(FigureKind kind, boolean cost) {
        return cost && kind != FigureKind.CPU_PER_REQUEST;
    }

    /**
     * Whether a figure's blocks drift or step by a test of this one alone: then √n promises
     * nothing.
     */
    public static boolean drifts(Evidence evidence, FigureKind kind, boolean cost) {
        return logs(evidence, kind, cost)
                .map(logs ->
                        Math.min(Trend.of(logs).probability(), Step.of(logs).probability()) < LEVEL)
                .orElse(false);
    }

    private static Optional<Reason> reason(
            Evidence evidence, FigureKind kind, Estimate estimate, boolean cost) {
        Optional<double[]> logs = estimate.interval().flatMap(any -> logs(evidence, kind, cost));
        if (logs.isEmpty()) {
            return Optional.empty();
        }
        Shift shift =
                Shift.of(
                        logs.get(),
                        width(evidence, kind, estimate, cost),
                        LEVEL / evidence.tests() / TESTS_A_FIGURE);
        return switch (shift.what()) {
            case NONE -> Optional.empty();
            case TREND -> {
                String sentence =
                        "it %s by %s over the run, more than its interval spans (%s)"
                                .formatted(
                                        shift.change() > 0 ? "rose" : "fell",
                                        words(evidence, kind, estimate, cost, shift.change()),
                                        percent(shift.width(), shift.change()));
                yield Optional.of(new Reason(7, TAINTED, sentence, QUIETER));
            }
            case STEP -> {
                String sentence =
                        ("it stepped %s by %s after %d of %d blocks, more than its interval spans"
                                        + " (%s)")
                                .formatted(
                                        shift.change() > 0 ? "up" : "down",
                                        words(evidence, kind, estimate, cost, shift.change()),
                                        shift.at(),
                                        logs.get().length,
                                        percent(shift.width(), shift.change()));
                yield Optional.of(new Reason(7, TAINTED, sentence, ASK_THE_MACHINE));
            }
        };
    }

    /** What there may be over the blocks. */
    enum What {
        NONE,
        TREND,
        STEP
    }

    /**
     * What the blocks show.
     *
     * @param what a trend or a step, whichever is the less likely by chance
     * @param change of the logarithm: from the first block to the last, or at the step
     * @param at how many blocks lie before the step
     * @param width of the interval that it was held against, as a logarithm
     */
    record Shift(What what, double change, int at, double width) {
        /**
         * Looks at the logarithms of a figure's blocks, in order.
         *
         * @param width what a change must be larger than
         * @param level what its probability must be less than
         */
        static Shift of(double[] logs, double width, double level) {
            Trend trend = Trend.of(logs);
            Step step = Step.of(logs);
            boolean drifts = trend.probability() < level && Math.abs(trend.change()) > width;
            boolean jumps = step.probability() < level && Math.abs(step.change()) > width;
            if (jumps && (!drifts || step.probability() < trend.probability())) {
                return new Shift(What.STEP, step.change(), step.at(), width);
            }
            return drifts
                    ? new Shift(What.TREND, trend.change(), 0, width)
                    : new Shift(What.NONE, 0, 0, width);
        }
    }
}

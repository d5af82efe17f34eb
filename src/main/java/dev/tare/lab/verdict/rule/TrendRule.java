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
 * <p>A tare cost is tested by its pairs, in which the machine's own drift cancels; of CPU a
 * request, which has no pair, cost and figure are one.
 */
public final class TrendRule implements Rule {
    private static final double LEVEL = 0.01;
    private static final int TESTS_A_FIGURE = 2;
    private static final double ROUNDING = 1e-9;

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
        if (!cost || kind == FigureKind.CPU_PER_REQUEST) {
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

    /** What a change of the logarithms by {@code change} is in the unit of the figure or cost. */
    static double inUnits(
            Evidence evidence, FigureKind kind, Estimate estimate, boolean cost, double change) {
        double whole = estimate.value();
        if (cost && kind != FigureKind.CPU_PER_REQUEST) {
            whole =
                    evidence.pair()
                            .flatMap(pair -> pair.specimen().series(kind))
                            .map(MeanIntervals::geometricMean)
                            .orElse(0.0);
        }
        return whole * Math.expm1(change);
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
        double level = LEVEL / evidence.tests() / TESTS_A_FIGURE;
        double width = Math.max(2 * estimate.interval().orElseThrow().halfWidth(), noise(estimate));
        Trend trend = Trend.of(logs.get());
        Step step = Step.of(logs.get());
        double drift = inUnits(evidence, kind, estimate, cost, trend.change());
        double jump = inUnits(evidence, kind, estimate, cost, step.change());
        boolean drifts = trend.probability() < level && Math.abs(drift) > width;
        boolean jumps = step.probability() < level && Math.abs(jump) > width;
        if (jumps && (!drifts || step.probability() < trend.probability())) {
            return Optional.of(stepped(kind, jump, step.at(), logs.get().length));
        }
        return drifts ? Optional.of(drifted(kind, drift)) : Optional.empty();
    }

    /** What figures may differ by that are the same but for the rounding of binary fractions. */
    static double noise(Estimate estimate) {
        return ROUNDING * Math.abs(estimate.value());
    }

    private static Reason drifted(FigureKind kind, double change) {
        return new Reason(
                7,
                TAINTED,
                "it %s by %s over the run, more than its interval"
                        .formatted(
                                change > 0 ? "rose" : "fell",
                                Words.of(Math.abs(change), kind.unit())),
                "A longer warm-up, or a quieter machine.");
    }

    private static Reason stepped(FigureKind kind, double change, int after, int blocks) {
        return new Reason(
                7,
                TAINTED,
                "it stepped %s by %s after %d of %d blocks, more than its interval"
                        .formatted(
                                change > 0 ? "up" : "down",
                                Words.of(Math.abs(change), kind.unit()),
                                after,
                                blocks),
                "See what changed on the machine then, and measure again.");
    }
}

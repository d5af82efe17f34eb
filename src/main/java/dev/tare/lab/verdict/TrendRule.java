package dev.tare.lab.verdict;

import static dev.tare.lab.verdict.Verdict.TAINTED;

import dev.tare.base.stats.MeanIntervals;
import dev.tare.base.stats.PairedRatio;
import dev.tare.base.stats.Trend;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Rule 7: a trend over the blocks that is larger than the printed interval taints the figure. The
 * level of 1 % is for the whole weighing: it is divided by the number of tests made.
 *
 * <p>A tare cost is tested by its pairs, in which the machine's own drift cancels; of CPU a
 * request, which has no pair, cost and figure are one.
 */
final class TrendRule implements Rule {
    private static final double LEVEL = 0.01;

    @Override
    public List<Finding> judge(Evidence evidence) {
        List<Finding> findings = new ArrayList<>();
        if (evidence.scenario().blocks().size() < Estimator.MIN_BLOCKS) {
            return findings;
        }
        evidence.figures()
                .forEach((kind, figure) ->
                        figureTrend(evidence, kind, figure)
                                .map(reason -> Finding.figures(Set.of(kind), reason))
                                .ifPresent(findings::add));
        evidence.costs()
                .forEach((kind, cost) ->
                        costTrend(evidence, kind, cost)
                                .map(reason -> Finding.costs(Set.of(kind), reason))
                                .ifPresent(findings::add));
        return findings;
    }

    private static Optional<Reason> figureTrend(
            Evidence evidence, FigureKind kind, Estimate figure) {
        return evidence.scenario()
                .series(kind)
                .filter(MeanIntervals::allPositive)
                .flatMap(series -> {
                    double[] logs = Arrays.stream(series).map(Math::log).toArray();
                    Trend trend = Trend.of(logs);
                    double change = figure.value() * Math.expm1(trend.change());
                    return reason(evidence, kind, figure, trend, change);
                });
    }

    private static Optional<Reason> costTrend(Evidence evidence, FigureKind kind, Estimate cost) {
        if (kind == FigureKind.CPU_PER_REQUEST) {
            return figureTrend(evidence, kind, cost);
        }
        if (evidence.pair().isEmpty()) {
            return Optional.empty();
        }
        Optional<double[]> mine = evidence.pair().get().specimen().series(kind);
        Optional<double[]> bare = evidence.pair().get().bare().series(kind);
        if (mine.isEmpty()
                || bare.isEmpty()
                || !MeanIntervals.allPositive(mine.get())
                || !MeanIntervals.allPositive(bare.get())) {
            return Optional.empty();
        }
        Trend trend = Trend.of(PairedRatio.logRatios(mine.get(), bare.get()));
        double specimenValue = Math.max(0, MeanIntervals.geometricMean(mine.get()));
        return reason(evidence, kind, cost, trend, specimenValue * Math.expm1(trend.change()));
    }

    private static Optional<Reason> reason(
            Evidence evidence, FigureKind kind, Estimate estimate, Trend trend, double change) {
        boolean larger =
                estimate.interval()
                        .map(interval -> Math.abs(change) > 2 * interval.halfWidth())
                        .orElse(false);
        if (!larger || trend.probability() >= LEVEL / evidence.tests()) {
            return Optional.empty();
        }
        return Optional.of(
                new Reason(
                        7,
                        TAINTED,
                        "it %s by %s over the run, more than its interval"
                                .formatted(
                                        change > 0 ? "rose" : "fell",
                                        Words.of(Math.abs(change), kind.unit())),
                        "A longer warm-up, or a quieter machine."));
    }
}

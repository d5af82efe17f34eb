package dev.tare.lab.verdict.rule;

import static dev.tare.lab.verdict.Verdict.INVALID;

import dev.tare.base.stats.BinomialRank;
import dev.tare.lab.verdict.FigureKind;
import dev.tare.lab.verdict.Reason;
import dev.tare.lab.verdict.Statistic;
import dev.tare.lab.verdict.Words;
import dev.tare.lab.verdict.estimate.Estimate;
import dev.tare.lab.verdict.estimate.Estimator;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Rule 6: a percentile is printed with its interval, or not at all. Enough requests are there when
 * the upper end of the interval by ranks is one of them.
 */
public final class SamplesRule implements Rule {
    @Override
    public List<Finding> judge(Evidence evidence) {
        List<Finding> findings = new ArrayList<>();
        long total = evidence.scenario().responseTime().total();
        for (FigureKind kind : Estimator.PERCENTILES) {
            Estimate figure = evidence.figures().get(kind);
            if (figure != null && !figure.exists()) {
                Reason reason =
                        tooFew(
                                Words.count(total) + " requests",
                                total,
                                kind.percentile(),
                                "More blocks or longer slices.");
                findings.add(Finding.both(Set.of(kind), reason));
            }
        }
        return findings;
    }

    /**
     * Why a percentile, more than 0 and less than 100, is not printed.
     *
     * @param samples the {@code total} samples in words
     */
    public static Reason tooFew(String samples, long total, double percentile, String remedy) {
        long needed = BinomialRank.smallestCount(percentile / 100, Estimator.LEVEL);
        return new Reason(
                6,
                INVALID,
                "%s cannot bound the %s: it needs %s more"
                        .formatted(
                                samples,
                                new Statistic.Percentile(percentile).label(),
                                Words.count(needed - total)),
                remedy);
    }
}

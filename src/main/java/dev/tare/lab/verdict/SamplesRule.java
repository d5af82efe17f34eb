package dev.tare.lab.verdict;

import static dev.tare.lab.verdict.Verdict.INVALID;

import dev.tare.base.stats.BinomialRank;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Rule 6: a percentile is printed with its interval, or not at all. Enough requests are there when
 * the upper end of the interval by ranks is one of them.
 */
final class SamplesRule implements Rule {
    @Override
    public List<Finding> judge(Evidence evidence) {
        List<Finding> findings = new ArrayList<>();
        long total = evidence.scenario().responseTime().total();
        for (FigureKind kind : Estimator.PERCENTILES) {
            Estimate figure = evidence.figures().get(kind);
            if (figure != null && !figure.exists()) {
                long needed = BinomialRank.smallestCount(kind.percentile() / 100, Estimator.LEVEL);
                Reason reason =
                        new Reason(
                                6,
                                INVALID,
                                "%s requests cannot bound the %s: it needs %s more"
                                        .formatted(
                                                Words.count(total),
                                                kind.label(),
                                                Words.count(needed - total)),
                                "More blocks or longer slices.");
                findings.add(Finding.both(Set.of(kind), reason));
            }
        }
        return findings;
    }
}

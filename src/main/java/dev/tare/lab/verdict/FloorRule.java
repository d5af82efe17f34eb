package dev.tare.lab.verdict;

import static dev.tare.lab.verdict.Verdict.NOT_RESOLVABLE;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Rule 4, as far as a bundle alone can tell: a tare cost whose interval holds zero is not resolved.
 * What stands is the largest difference that the interval allows.
 */
final class FloorRule implements Rule {
    @Override
    public List<Finding> judge(Evidence evidence) {
        List<Finding> findings = new ArrayList<>();
        evidence.costs()
                .forEach((kind, cost) ->
                        cost.interval()
                                .filter(interval -> interval.contains(0))
                                .ifPresent(interval -> findings.add(finding(kind, interval))));
        return findings;
    }

    private static Finding finding(FigureKind kind, Figure.Interval interval) {
        double largest = Math.max(Math.abs(interval.low()), Math.abs(interval.high()));
        return Finding.costs(
                Set.of(kind),
                new Reason(
                        4,
                        NOT_RESOLVABLE,
                        "no difference larger than %s: the %s interval holds zero"
                                .formatted(
                                        Words.of(largest, kind.unit()),
                                        Words.percent(interval.level())),
                        "More blocks narrow the interval."));
    }
}

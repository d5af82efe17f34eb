package dev.tare.lab.verdict.rule;

import dev.tare.lab.verdict.Words;
import dev.tare.lab.verdict.estimate.Estimator;
import dev.tare.lab.verdict.estimate.ScenarioPair;
import java.util.List;

/**
 * Rule 9, the origin: a remark where a specimen makes the origin itself work more, or less, than
 * bare does. That is no part of the specimen's own CPU.
 */
final class OriginRule implements Rule {
    @Override
    public List<Finding> judge(Evidence evidence) {
        return evidence.pair()
                .flatMap(pair -> pair.originCpuDifference(Estimator.LEVEL))
                .filter(difference -> !difference.interval().contains(0))
                .map(OriginRule::remark)
                .map(List::of)
                .orElse(List.of());
    }

    private static Finding remark(ScenarioPair.Difference difference) {
        boolean more = difference.value() > 0;
        return Finding.remark(
                9,
                "the origin used %s CPU a request %s than with bare, which is not in the cost above"
                        .formatted(
                                Words.time(
                                        Math.abs(difference.value()),
                                        difference.interval().halfWidth()),
                                more ? "more" : "less"));
    }
}

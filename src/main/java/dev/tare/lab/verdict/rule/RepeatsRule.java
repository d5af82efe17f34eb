package dev.tare.lab.verdict.rule;

import dev.tare.lab.verdict.Reason;
import dev.tare.lab.verdict.Verdict;
import dev.tare.lab.verdict.Words;
import dev.tare.lab.verdict.estimate.Estimator;
import java.util.List;
import java.util.Set;

/**
 * Rule 8: a tare cost exists only between paired, interleaved blocks, as an interval of the
 * difference; with fewer than six pairs there is none, and no figure has an interval.
 */
final class RepeatsRule implements Rule {
    @Override
    public List<Finding> judge(Evidence evidence) {
        int blocks = evidence.scenario().blocks().size();
        if (blocks < Estimator.MIN_BLOCKS) {
            return List.of(
                    remark(
                            "%s: below %d there is no interval and no tare cost"
                                    .formatted(
                                            Words.plural(blocks, "block"), Estimator.MIN_BLOCKS)));
        }
        if (evidence.scenario().isBare()) {
            return List.of();
        }
        int pairs = evidence.pair().map(pair -> pair.bare().blocks().size()).orElse(0);
        if (pairs < Estimator.MIN_BLOCKS) {
            return List.of(
                    remark(
                            "%s with bare beside it: below %d there is no tare cost"
                                    .formatted(
                                            Words.plural(pairs, "block"), Estimator.MIN_BLOCKS)));
        }
        return List.of();
    }

    private static Finding remark(String sentence) {
        String remedy = "Measure %d blocks or more: --blocks.".formatted(Estimator.MIN_BLOCKS);
        return new Finding(
                Set.of(), Set.of(), true, new Reason(8, Verdict.VALID, sentence, remedy));
    }
}

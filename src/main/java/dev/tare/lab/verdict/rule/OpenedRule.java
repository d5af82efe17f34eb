package dev.tare.lab.verdict.rule;

import static dev.tare.lab.verdict.Verdict.INVALID;
import static dev.tare.lab.verdict.Verdict.TAINTED;
import static dev.tare.lab.verdict.Verdict.VALID;

import dev.tare.lab.bundle.SliceRecord;
import dev.tare.lab.verdict.FigureKind;
import dev.tare.lab.verdict.Reason;
import dev.tare.lab.verdict.Verdict;
import dev.tare.lab.verdict.Words;
import dev.tare.lab.verdict.estimate.Scenario;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Rule 9, the connections asked for: in a closed loop they are the load, so that all of them must
 * be open when measuring begins. Those that open later, or never, make it another load.
 */
final class OpenedRule implements Rule {
    /** Share of connections from which their absence taints. */
    static final double ABSENT_TAINTS = 0.001;

    /** Share of connections from which the load is another. */
    static final double ABSENT_INVALID = 0.01;

    private static final Set<FigureKind> OF_THE_LOAD =
            Finding.ALL.stream()
                    .filter(kind ->
                            kind.isResponseTime()
                                    || Finding.RATES.contains(kind)
                                    || kind == FigureKind.CPU_PER_REQUEST)
                    .collect(Collectors.toUnmodifiableSet());

    @Override
    public List<Finding> judge(Evidence evidence) {
        Scenario scenario = evidence.scenario();
        int asked = scenario.workload().connections();
        List<SliceRecord> slices = scenario.slices().map(Scenario.Slice::counts).toList();
        long absent = slices.stream().mapToLong(slice -> absent(slice, asked)).sum();
        if (absent == 0 || scenario.open()) {
            return List.of();
        }
        long all = (long) asked * slices.size();
        double share = (double) absent / all;
        String sentence =
                "%s of %s connections (%s) were not open when measuring began"
                        .formatted(Words.count(absent), Words.count(all), Words.percent(share));
        Verdict verdict = verdict(share);
        return List.of(
                verdict == VALID
                        ? Finding.remark(9, sentence)
                        : Finding.both(
                                OF_THE_LOAD,
                                new Reason(
                                        9,
                                        verdict,
                                        sentence,
                                        "Ask for fewer connections, or see what keeps them"
                                                + " from opening.")));
    }

    /** A request that was sent took a connection: where none is counted, none was written down. */
    static long absent(SliceRecord slice, int asked) {
        long opened = slice.lead().connectsOpened();
        boolean counted = opened > 0 || slice.lead().sent() == 0;
        return counted ? Math.max(0, asked - opened) : 0;
    }

    private static Verdict verdict(double share) {
        if (share > ABSENT_INVALID) {
            return INVALID;
        }
        return share > ABSENT_TAINTS ? TAINTED : VALID;
    }
}

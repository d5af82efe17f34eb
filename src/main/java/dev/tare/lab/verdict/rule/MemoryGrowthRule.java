package dev.tare.lab.verdict.rule;

import static dev.tare.lab.verdict.Verdict.TAINTED;

import dev.tare.lab.bundle.SliceRecord;
import dev.tare.lab.verdict.FigureKind;
import dev.tare.lab.verdict.Reason;
import dev.tare.lab.verdict.Words;
import dev.tare.lab.verdict.estimate.Estimator;
import dev.tare.lab.verdict.estimate.Scenario;
import java.util.List;
import java.util.Set;

/**
 * Rule 7, memory: a peak that still grows when the run ends depends on how long the run is. It is
 * said to grow where it was higher in every block of the second half than in the one before, and
 * grew by more than {@value #GROWTH_PERCENT} % there.
 */
final class MemoryGrowthRule implements Rule {
    static final int GROWTH_PERCENT = 20;

    @Override
    public List<Finding> judge(Evidence evidence) {
        Scenario scenario = evidence.scenario();
        int blocks = scenario.blocks().size();
        if (scenario.isBare()
                || blocks < Estimator.MIN_BLOCKS
                || !scenario.visible(SliceRecord::specimenUsage)) {
            return List.of();
        }
        double[] peaks = scenario.series(MemoryGrowthRule::peakBytes);
        int half = blocks / 2;
        for (int b = half; b < blocks; b++) {
            if (peaks[b] <= peaks[b - 1]) {
                return List.of();
            }
        }
        double before = peaks[half - 1];
        double last = peaks[blocks - 1];
        if (last - before <= GROWTH_PERCENT / 100.0 * before) {
            return List.of();
        }
        String sentence =
                "it grew in every block of the second half, from %s to %s: it depends on how long"
                                .formatted(Words.bytes(before), Words.bytes(last))
                        + " the run is";
        return List.of(
                Finding.both(
                        Set.of(FigureKind.PEAK_MEMORY),
                        new Reason(
                                7,
                                TAINTED,
                                sentence,
                                "Run longer, until it settles; if it does not, it leaks.")));
    }

    private static double peakBytes(Scenario.Block block) {
        return block.slices().stream()
                .mapToDouble(slice -> slice.counts().specimenUsage().peakResidentBytes())
                .max()
                .orElse(0);
    }
}

package dev.tare.lab.verdict.estimate;

import dev.tare.base.stats.MeanIntervals;
import dev.tare.base.stats.PairedRatio;
import dev.tare.lab.bundle.SliceRecord;
import dev.tare.lab.verdict.Figure.Interval;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * One workload on a specimen and on bare, in the same blocks: what a tare cost is made of.
 *
 * @param specimen its slices
 * @param bare those of bare in the same blocks
 */
public record ScenarioPair(Scenario specimen, Scenario bare) {

    /**
     * A difference with its interval, in the unit of its halves.
     *
     * @param value of the one minus the other
     * @param interval of it
     */
    public record Difference(double value, Interval interval) {}

    /** The blocks that both have; empty where there are none. */
    public static Optional<ScenarioPair> of(Scenario specimen, Scenario bare) {
        Set<Integer> common = indices(specimen);
        common.retainAll(indices(bare));
        return specimen.only(common)
                .flatMap(mine -> bare.only(common).map(theirs -> new ScenarioPair(mine, theirs)));
    }

    private static Set<Integer> indices(Scenario scenario) {
        Set<Integer> indices = new HashSet<>();
        scenario.blocks().forEach(block -> indices.add(block.index()));
        return indices;
    }

    /**
     * What the specimen makes the origin use beyond what bare makes it use: CPU of the origin a
     * completed request, paired in blocks by Student's t on log ratios.
     *
     * @param level of confidence, such as 0.999
     * @return in ns a request; empty below six blocks, or where the CPU is not visible
     */
    public Optional<Difference> originCpuDifference(double level) {
        double[] mine = specimen.cpuPerRequest(SliceRecord::originUsage);
        double[] theirs = bare.cpuPerRequest(SliceRecord::originUsage);
        if (mine.length < Estimator.MIN_BLOCKS
                || !specimen.visible(SliceRecord::originUsage)
                || !bare.visible(SliceRecord::originUsage)
                || !MeanIntervals.allPositive(mine)
                || !MeanIntervals.allPositive(theirs)) {
            return Optional.empty();
        }
        PairedRatio ratio = PairedRatio.of(mine, theirs, level);
        double bareNs = MeanIntervals.geometricMean(theirs);
        return Optional.of(
                new Difference(
                        ratio.difference(bareNs),
                        Estimate.interval(ratio.differenceInterval(bareNs))));
    }
}

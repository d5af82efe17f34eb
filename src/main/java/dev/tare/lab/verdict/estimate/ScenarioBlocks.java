package dev.tare.lab.verdict.estimate;

import dev.tare.base.core.Outcome;
import dev.tare.base.core.Tally;
import dev.tare.base.stats.BlockPercentiles;
import dev.tare.base.stats.MeanIntervals;
import dev.tare.lab.bundle.BundleContent;
import dev.tare.lab.bundle.PlanRecord.WorkloadRecord;
import dev.tare.lab.bundle.SliceRecord;
import dev.tare.lab.verdict.FigureKind;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * One workload on one specimen, block by block, for those who compare what the {@code Judge} judges
 * one by one: the same numbers that its figures are made of. Immutable.
 */
public final class ScenarioBlocks {
    /** Level of confidence of every interval that is printed. */
    public static final double LEVEL = Estimator.LEVEL;

    /** Below this there is no interval. */
    public static final int MIN_BLOCKS = Estimator.MIN_BLOCKS;

    private final Scenario scenario;

    private ScenarioBlocks(Scenario scenario) {
        this.scenario = scenario;
    }

    /** The scenario's blocks; empty where no block has any of its slices. */
    public static Optional<ScenarioBlocks> of(
            BundleContent content, String specimen, WorkloadRecord workload) {
        return Scenario.of(content, specimen, workload).map(ScenarioBlocks::new);
    }

    /** How many blocks there are, 1 or more. */
    public int count() {
        return scenario.blocks().size();
    }

    /** The blocks' numbers. */
    public Set<Integer> indices() {
        Set<Integer> indices = new TreeSet<>();
        scenario.blocks().forEach(block -> indices.add(block.index()));
        return indices;
    }

    /** Those blocks only; empty where none is left. */
    public Optional<ScenarioBlocks> only(Set<Integer> indices) {
        return scenario.only(indices).map(ScenarioBlocks::new);
    }

    /**
     * A figure of every block, in its unit; empty for those that are not made block by block, and
     * where a block's value is not above zero, or not visible.
     */
    public Optional<double[]> series(FigureKind kind) {
        boolean ofSpecimen = kind == FigureKind.CPU_PER_REQUEST || kind == FigureKind.CPU_MEAN;
        if (ofSpecimen && !scenario.visible(SliceRecord::specimenUsage)) {
            return Optional.empty();
        }
        return scenario.series(kind).filter(MeanIntervals::allPositive);
    }

    /** CPU of the origin a completed request of every block, ns; empty where not visible. */
    public Optional<double[]> originCpuPerRequest() {
        return Optional.of(scenario.cpuPerRequest(SliceRecord::originUsage))
                .filter(series -> scenario.visible(SliceRecord::originUsage))
                .filter(MeanIntervals::allPositive);
    }

    /** Share of the planned requests of every block that did not end as correct. */
    public double[] errorShares() {
        return scenario.series(block -> {
            Tally tally = block.tally();
            return tally.planned() == 0 ? 0 : (double) errors(tally) / tally.planned();
        });
    }

    /** Planned requests that did not end as correct. */
    public static long errors(Tally tally) {
        return Math.clamp(tally.planned() - tally.count(Outcome.CORRECT), 0, tally.planned());
    }

    /** Response times by block, ns. */
    public BlockPercentiles responseTime() {
        return scenario.responseTime();
    }

    /** Counts of all measured phases. */
    public Tally tally() {
        return scenario.tally();
    }
}

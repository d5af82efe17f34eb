package dev.tare.lab.verdict.estimate;

import dev.tare.base.stats.BlockPercentiles;
import dev.tare.lab.bundle.BundleContent;
import dev.tare.lab.bundle.PlanRecord.WorkloadRecord;
import dev.tare.lab.verdict.Figure.Interval;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Any percentile of a scenario's response times, with its interval as {@code Judge} builds those of
 * the usual ones; no rule but the one on samples has looked at it.
 *
 * <p>Units: ns. One thread at a time.
 */
public final class ResponseTimePercentiles {
    private final BundleContent content;
    private final Estimator estimator;
    private final Map<Scenario.Key, List<Scenario.Turns>> slices;
    private final Map<Scenario.Key, Optional<Drawn>> recent = new Recent();

    /** A scenario, and its percentiles that have been drawn. */
    private record Drawn(Scenario scenario, Map<Double, Optional<BlockPercentiles.Draws>> draws) {}

    /** Scenarios come one after the other, each beside the bare of its workload. */
    private static final class Recent extends LinkedHashMap<Scenario.Key, Optional<Drawn>> {
        private static final long serialVersionUID = 1;
        private static final int MOST = 4;

        Recent() {
            super(2 * MOST, 0.75F, true);
        }

        @Override
        protected boolean removeEldestEntry(Map.Entry<Scenario.Key, Optional<Drawn>> eldest) {
            return size() > MOST;
        }
    }

    /**
     * A percentile, or a difference of two.
     *
     * @param value ns
     * @param interval of it, ns; empty below six blocks
     */
    public record Value(double value, Optional<Interval> interval) {}

    /** Of all blocks that {@code content} has. */
    public ResponseTimePercentiles(BundleContent content) {
        this.content = content;
        this.slices = Scenario.slices(content);
        this.estimator = new Estimator(content.manifest().seed());
    }

    /**
     * A percentile of all blocks merged.
     *
     * @param percentile more than 0 and less than 100
     * @return empty where there are too few requests to bound it
     */
    public Optional<Value> of(String specimen, String workload, double percentile) {
        return drawn(specimen, workload)
                .map(own ->
                        Estimator.percentile(
                                own.scenario().responseTime(),
                                percentile,
                                draws(own, own.scenario(), percentile)))
                .flatMap(ResponseTimePercentiles::value);
    }

    /**
     * A percentile of {@code specimen} minus that of {@code bare}, in the blocks that both have.
     *
     * @param percentile more than 0 and less than 100
     * @return empty below six such blocks, or where there are too few requests to bound it
     */
    public Optional<Value> difference(
            String specimen, String bare, String workload, double percentile) {
        Optional<Drawn> own = drawn(specimen, workload);
        Optional<Drawn> zero = drawn(bare, workload);
        if (own.isEmpty() || zero.isEmpty()) {
            return Optional.empty();
        }
        return ScenarioPair.of(own.get().scenario(), zero.get().scenario())
                .filter(pair -> pair.specimen().blocks().size() >= Estimator.MIN_BLOCKS)
                .map(pair ->
                        estimator.percentileCost(
                                pair.specimen().responseTime(),
                                draws(own.get(), pair.specimen(), percentile),
                                pair.bare().responseTime(),
                                draws(zero.get(), pair.bare(), percentile),
                                percentile))
                .flatMap(ResponseTimePercentiles::value);
    }

    /** Of the whole scenario they are kept; a pair may have only some of its blocks. */
    private Optional<BlockPercentiles.Draws> draws(
            Drawn whole, Scenario scenario, double percentile) {
        return scenario.blocks().size() == whole.scenario().blocks().size()
                ? whole.draws()
                        .computeIfAbsent(
                                percentile, p -> estimator.draws(scenario.responseTime(), p))
                : estimator.draws(scenario.responseTime(), percentile);
    }

    private static Optional<Value> value(Estimate estimate) {
        return estimate.exists()
                ? Optional.of(new Value(estimate.value(), estimate.interval()))
                : Optional.empty();
    }

    private Optional<Drawn> drawn(String specimen, String workload) {
        return recent.computeIfAbsent(
                new Scenario.Key(specimen, workload),
                key ->
                        workload(key.workload())
                                .flatMap(found ->
                                        Scenario.of(content, slices, key.specimen(), found))
                                .map(scenario -> new Drawn(scenario, new HashMap<>())));
    }

    private Optional<WorkloadRecord> workload(String name) {
        return content.manifest().plan().workloads().stream()
                .filter(workload -> workload.name().equals(name))
                .findFirst();
    }
}

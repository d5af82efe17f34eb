package dev.tare.lab.verdict.estimate;

import dev.tare.lab.bundle.BundleContent;
import dev.tare.lab.bundle.PlanRecord.WorkloadRecord;
import dev.tare.lab.verdict.Figure.Interval;
import java.util.HashMap;
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
    private final Map<Key, Optional<Scenario>> scenarios = new HashMap<>();

    private record Key(String specimen, String workload) {}

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
        this.estimator = new Estimator(content.manifest().seed());
    }

    /**
     * A percentile of all blocks merged.
     *
     * @param percentile more than 0 and less than 100
     * @return empty where there are too few requests to bound it
     */
    public Optional<Value> of(String specimen, String workload, double percentile) {
        return scenario(specimen, workload)
                .map(scenario -> estimator.percentile(scenario.responseTime(), percentile))
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
        return scenario(specimen, workload)
                .flatMap(mine ->
                        scenario(bare, workload).flatMap(their -> ScenarioPair.of(mine, their)))
                .filter(pair -> pair.specimen().blocks().size() >= Estimator.MIN_BLOCKS)
                .map(pair ->
                        estimator.percentileCost(
                                pair.specimen().responseTime(),
                                pair.bare().responseTime(),
                                percentile))
                .flatMap(ResponseTimePercentiles::value);
    }

    private static Optional<Value> value(Estimate estimate) {
        return estimate.exists()
                ? Optional.of(new Value(estimate.value(), estimate.interval()))
                : Optional.empty();
    }

    private Optional<Scenario> scenario(String specimen, String workload) {
        return scenarios.computeIfAbsent(
                new Key(specimen, workload),
                key ->
                        workload(key.workload())
                                .flatMap(found -> Scenario.of(content, key.specimen(), found)));
    }

    private Optional<WorkloadRecord> workload(String name) {
        return content.manifest().plan().workloads().stream()
                .filter(workload -> workload.name().equals(name))
                .findFirst();
    }
}

package dev.tare.view.report.content;

import dev.tare.lab.cost.CostQuestion;
import dev.tare.lab.cost.RunningCost;
import dev.tare.lab.meshmark.MeshMark;
import dev.tare.lab.meshmark.Weights;
import dev.tare.lab.verdict.ScenarioResult;
import java.util.List;
import java.util.Optional;

/**
 * What every specimen costs to run, and its MeshMark: made once for a report.
 *
 * @param question what was asked
 * @param weights of the terms of MeshMark
 * @param costs one of every scenario
 * @param marks one of every scenario
 */
public record CostView(
        CostQuestion question, Weights weights, List<RunningCost> costs, List<MeshMark> marks) {

    /** Works out what a report's scenarios cost, by its question and weights. */
    public static CostView of(ReportInput input) {
        return new CostView(
                input.costQuestion(),
                input.weights(),
                RunningCost.all(input.bundle(), input.weighing(), input.costQuestion()),
                MeshMark.all(input.bundle(), input.weighing(), input.weights()));
    }

    /** Whether the CPU of any specimen is visible in that workload. */
    public boolean tells(String workload) {
        return costs.stream().anyMatch(c -> c.workload().equals(workload) && c.whole().isPresent());
    }

    /** What one scenario costs; empty for one that the weighing does not have. */
    public Optional<RunningCost> cost(ScenarioResult scenario) {
        return costs.stream()
                .filter(cost -> cost.specimen().equals(scenario.specimen()))
                .filter(cost -> cost.workload().equals(scenario.workload()))
                .findFirst();
    }

    /** Its MeshMark; empty likewise. */
    public Optional<MeshMark> mark(ScenarioResult scenario) {
        return marks.stream()
                .filter(mark -> mark.specimen().equals(scenario.specimen()))
                .filter(mark -> mark.workload().equals(scenario.workload()))
                .findFirst();
    }
}

package dev.tare.lab.beside;

import dev.tare.lab.bundle.BundleContent;
import dev.tare.lab.bundle.PlanRecord.WorkloadRecord;
import dev.tare.lab.plan.Published;
import dev.tare.lab.verdict.ScenarioResult;
import dev.tare.lab.verdict.Weighing;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Published figures with ours beside them.
 *
 * @param published as it stands in the bundle
 * @param scale what the plan's times and bodies were multiplied by
 * @param lines one for each published row, in their order
 * @param answers one for each published fault, in their order
 */
public record Beside(
        Published published, double scale, List<Line> lines, List<FaultAnswer> answers) {

    public Beside {
        lines = List.copyOf(lines);
        answers = List.copyOf(answers);
    }

    /**
     * A published row.
     *
     * @param row as published
     * @param ours of the specimen and workload that it names; empty: this run has none
     */
    public record Line(Published.Row row, Optional<Ours> ours) {}

    /**
     * Our figures of one scenario.
     *
     * @param result judged
     * @param workload as it was carried out
     * @param coresLow cores used in the slice that used the fewest; empty: not visible
     * @param coresHigh cores used in the slice that used the most
     * @param calls requests sent while measuring
     * @param failed those that got no correct answer
     * @param sockets connections that they took
     */
    public record Ours(
            ScenarioResult result,
            WorkloadRecord workload,
            OptionalDouble coresLow,
            OptionalDouble coresHigh,
            long calls,
            long failed,
            long sockets) {}

    /** The published figures of a bundle with ours beside them; empty where it has none. */
    public static Optional<Beside> of(BundleContent content, Weighing weighing) {
        return content.published().map(published -> of(published, content, weighing));
    }

    private static Beside of(Published published, BundleContent content, Weighing weighing) {
        List<Turnout> turnouts = Turnout.all(content);
        List<Line> lines = new ArrayList<>();
        for (Published.Row row : published.rows()) {
            lines.add(new Line(row, ours(row, turnouts, weighing)));
        }
        List<FaultAnswer> answers =
                published.faults().stream()
                        .map(fault -> FaultChecks.answer(fault, turnouts))
                        .toList();
        return new Beside(published, content.manifest().plan().scale(), lines, answers);
    }

    private static Optional<Ours> ours(
            Published.Row row, List<Turnout> turnouts, Weighing weighing) {
        Optional<ScenarioResult> result = weighing.scenario(row.specimen(), row.workload());
        return turnouts.stream()
                .filter(t -> t.specimen().equals(row.specimen()))
                .filter(t -> t.workload().name().equals(row.workload()))
                .findFirst()
                .flatMap(t ->
                        result.map(judged ->
                                new Ours(
                                        judged,
                                        t.workload(),
                                        t.coresLow(),
                                        t.coresHigh(),
                                        t.calls(),
                                        t.failed(),
                                        t.sockets())));
    }
}

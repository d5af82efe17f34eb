package dev.tare.view.compare;

import dev.tare.lab.compare.Comparison;
import dev.tare.lab.compare.FigureChange;
import dev.tare.lab.compare.Gate;
import dev.tare.lab.compare.Gate.Check;
import dev.tare.lab.compare.ScenarioChange;
import dev.tare.lab.verdict.Reason;
import dev.tare.view.text.MachineNames;
import tools.jackson.core.util.DefaultIndenter;
import tools.jackson.core.util.DefaultPrettyPrinter;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The comparison for programs. Names are snake case; changes are relative (0.1 is 10 % more), of
 * errors differences of shares. Within a {@code format_version} members are only ever added.
 *
 * <ul>
 *   <li>{@code format} ({@code tare-compare}), {@code format_version}, {@code tare_version}, {@code
 *       sentence}, {@code before}, {@code after}, {@code paired}, {@code kind} ({@code specimens},
 *       {@code bundles}, {@code smp}), {@code blocks_before}, {@code blocks_after}, {@code
 *       any_valid}, {@code tests};
 *   <li>{@code notes}: each with {@code weight} ({@code remark}, {@code doubt}, {@code
 *       not_compared}) and {@code sentence};
 *   <li>{@code scenarios}: each with {@code specimen_before}, {@code specimen_after}, {@code
 *       workload}, {@code open}, {@code blocks_before}, {@code blocks_after}, {@code not_compared}
 *       (null, or why) and {@code figures} by name: {@code unit}, {@code before}, {@code after},
 *       {@code bare_change}, {@code change}, {@code interval} (null, or {@code low}, {@code high},
 *       {@code level}), {@code probability}, {@code result}, {@code verdict}, {@code reasons};
 *   <li>{@code gate}: {@code failed} and {@code checks}, each with {@code limit}, {@code where},
 *       {@code certainty}, {@code failed}, {@code reason}.
 * </ul>
 */
final class CompareJson {
    /** Of the names and meanings above. */
    static final int FORMAT_VERSION = 1;

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private CompareJson() {}

    static String render(CompareReport report) {
        Comparison comparison = report.comparison();
        ObjectNode root = JSON.createObjectNode();
        root.put("format", "tare-compare");
        root.put("format_version", FORMAT_VERSION);
        root.put("tare_version", report.tareVersion());
        root.put("sentence", comparison.sentence());
        root.put("before", comparison.before());
        root.put("after", comparison.after());
        root.put("paired", comparison.paired());
        root.put("kind", MachineNames.of(comparison.kind()));
        root.put("blocks_before", comparison.blocksBefore());
        root.put("blocks_after", comparison.blocksAfter());
        root.put("any_valid", comparison.anyValid());
        root.put("tests", comparison.tests());
        ArrayNode notes = root.putArray("notes");
        for (Comparison.Note note : comparison.notes()) {
            ObjectNode entry = notes.addObject();
            entry.put("weight", MachineNames.of(note.weight()));
            entry.put("sentence", note.sentence());
        }
        ArrayNode scenarios = root.putArray("scenarios");
        comparison.scenarios().forEach(scenario -> scenario(scenarios.addObject(), scenario));
        gate(root.putObject("gate"), report.gate());
        DefaultIndenter indenter = new DefaultIndenter("  ", "\n");
        DefaultPrettyPrinter printer =
                new DefaultPrettyPrinter().withObjectIndenter(indenter).withArrayIndenter(indenter);
        return JSON.writer().with(printer).writeValueAsString(root) + "\n";
    }

    private static void scenario(ObjectNode node, ScenarioChange scenario) {
        node.put("specimen_before", scenario.before());
        node.put("specimen_after", scenario.after());
        node.put("workload", scenario.workload());
        node.put("open", scenario.open());
        node.put("blocks_before", scenario.blocksBefore());
        node.put("blocks_after", scenario.blocksAfter());
        if (scenario.notCompared().isEmpty()) {
            node.putNull("not_compared");
        } else {
            node.put("not_compared", scenario.notCompared());
        }
        ObjectNode figures = node.putObject("figures");
        for (FigureChange change : scenario.figures()) {
            figure(figures.putObject(MachineNames.of(change.kind())), change);
        }
    }

    private static void figure(ObjectNode node, FigureChange change) {
        node.put("unit", MachineNames.unit(change.kind()));
        number(node, "before", change.before());
        number(node, "after", change.after());
        number(node, "bare_change", change.bareChange());
        number(node, "change", change.change());
        if (change.interval().isEmpty()) {
            node.putNull("interval");
        }
        change.interval()
                .ifPresent(interval -> {
                    ObjectNode ends = node.putObject("interval");
                    number(ends, "low", interval.low());
                    number(ends, "high", interval.high());
                    number(ends, "level", interval.level());
                });
        number(node, "probability", change.standing().judged() ? change.probability() : Double.NaN);
        node.put("result", MachineNames.of(change.standing()));
        node.put("verdict", MachineNames.of(change.verdict()));
        ArrayNode reasons = node.putArray("reasons");
        for (Reason reason : change.reasons()) {
            ObjectNode entry = reasons.addObject();
            entry.put("rule", reason.rule());
            entry.put("verdict", MachineNames.of(reason.verdict()));
            entry.put("sentence", reason.sentence());
            entry.put("remedy", reason.remedy());
        }
    }

    private static void gate(ObjectNode node, Gate gate) {
        node.put("failed", gate.failed());
        ArrayNode checks = node.putArray("checks");
        for (Check check : gate.checks()) {
            ObjectNode entry = checks.addObject();
            entry.put("limit", check.limit().text());
            entry.put("where", check.where());
            entry.put("certainty", MachineNames.of(check.certainty()));
            entry.put("failed", check.failed());
            entry.put("reason", check.reason());
        }
    }

    private static void number(ObjectNode node, String name, double value) {
        if (Double.isFinite(value)) {
            node.put(name, value);
        } else {
            node.putNull(name);
        }
    }
}

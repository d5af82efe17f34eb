package dev.tare.view.report;

import dev.tare.base.core.Outcome;
import dev.tare.base.core.Tally;
import dev.tare.base.core.Unsent;
import dev.tare.lab.bundle.Manifest;
import dev.tare.lab.verdict.Figure;
import dev.tare.lab.verdict.FigureKind;
import dev.tare.lab.verdict.PartResult;
import dev.tare.lab.verdict.Reason;
import dev.tare.lab.verdict.ScenarioResult;
import dev.tare.lab.verdict.Weighing;
import dev.tare.view.report.content.CostView;
import dev.tare.view.report.content.Report;
import dev.tare.view.report.content.ReportInput;
import dev.tare.view.text.FigureText;
import dev.tare.view.text.MachineNames;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.core.util.DefaultIndenter;
import tools.jackson.core.util.DefaultPrettyPrinter;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The whole weighing for programs.
 *
 * <p>Names are snake case and carry their unit: {@code _ns}, {@code _bytes}, {@code _per_sec},
 * {@code _cores}, {@code _ratio}. Within a {@code format_version} members are only ever added.
 *
 * <ul>
 *   <li>{@code format} ({@code tare-report}), {@code format_version}, {@code bundle}, {@code
 *       tare_version}, {@code commit}, {@code created_epoch_ns}, {@code seed}, {@code plan}, {@code
 *       plan_sha256}: where it comes from;
 *   <li>{@code sentence}, {@code blocks}, {@code blocks_planned}, {@code partial}, {@code
 *       any_valid_headline}, {@code idle_cores} by specimen, {@code next_command};
 *   <li>{@code floor}, where it was measured ({@link JsonFloor});
 *   <li>{@code comparisons}: of {@code tested} differences from bare {@code remaining} are told
 *       from zero, at the {@code level} for all of them together;
 *   <li>{@code scenarios}: each with {@code specimen}, {@code workload}, {@code open}, {@code
 *       offered_rate_per_sec}, {@code blocks}, {@code saturated}, {@code bottleneck}, {@code
 *       bottleneck_sentence}, {@code tally} (counts of requests, conserved as rule 2 asks), {@code
 *       figures} and {@code tare_costs} by name, {@code remarks};
 *   <li>a figure or tare cost: {@code value} (null where it is invalid), {@code withheld_value} (of
 *       an invalid one that has a number: never to be used as a result), {@code interval} (null, or
 *       {@code low}, {@code high}, {@code level}), {@code lower_bound}, {@code unit}, {@code
 *       verdict}, {@code reasons}; where it was compared with bare, {@code chance}: {@code
 *       alone_probability} and {@code among_all_probability} that it is nothing; where a longer run
 *       is wanted, {@code advice}: {@code blocks} in all (0: no number is known to do), {@code
 *       more_sec}, {@code sentence};
 *   <li>{@code scale}, where times and bodies were made smaller; {@code published}, where published
 *       figures stand beside ours: {@code title}, {@code source}, {@code note}, {@code rows} and
 *       {@code faults};
 *   <li>a reason or remark: {@code rule}, {@code verdict}, {@code sentence}, {@code remedy}.
 * </ul>
 */
public final class JsonReport implements Report {
    /** Of the names and meanings above. */
    public static final int FORMAT_VERSION = 1;

    private static final JsonMapper JSON = JsonMapper.builder().build();

    @Override
    public String render(ReportInput input) {
        Manifest manifest = input.bundle().manifest();
        Weighing weighing = input.weighing();
        ObjectNode root = JSON.createObjectNode();
        root.put("format", "tare-report");
        root.put("format_version", FORMAT_VERSION);
        root.put("bundle", input.bundleName());
        root.put("tare_version", manifest.tareVersion());
        root.put("commit", manifest.commit());
        root.put("created_epoch_ns", manifest.createdEpochNs());
        root.put("seed", manifest.seed());
        root.put("plan", manifest.plan().name());
        root.put("plan_sha256", manifest.planSha256());
        root.put("sentence", weighing.sentence());
        if (manifest.plan().scale() != 1) {
            root.put("scale", manifest.plan().scale());
        }
        root.put("blocks", weighing.blocks());
        root.put("blocks_planned", manifest.plan().blocks());
        root.put("partial", weighing.partial());
        root.put("any_valid_headline", weighing.anyValidHeadline());
        ObjectNode idle = root.putObject("idle_cores");
        new TreeMap<>(weighing.idleCores()).forEach((name, cores) -> number(idle, name, cores));
        JsonFloor.write(root, input.bundle());
        ObjectNode comparisons = root.putObject("comparisons");
        comparisons.put("tested", weighing.comparisons().tested());
        comparisons.put("remaining", weighing.comparisons().remaining());
        comparisons.put("level", weighing.comparisons().level());
        ObjectNode next = root.putObject("next_command");
        next.put("command", weighing.nextCommand().command());
        next.put("why", weighing.nextCommand().why());
        ArrayNode scenarios = root.putArray("scenarios");
        CostView running = CostView.of(input);
        for (ScenarioResult scenario : weighing.scenarios()) {
            ObjectNode node = scenarios.addObject();
            scenario(node, scenario);
            JsonCost.write(node, running, scenario);
        }
        input.beside().ifPresent(beside -> JsonBeside.write(root.putObject("published"), beside));
        DefaultIndenter indenter = new DefaultIndenter("  ", "\n");
        DefaultPrettyPrinter printer =
                new DefaultPrettyPrinter().withObjectIndenter(indenter).withArrayIndenter(indenter);
        return JSON.writer().with(printer).writeValueAsString(root) + "\n";
    }

    private static void scenario(ObjectNode node, ScenarioResult scenario) {
        node.put("specimen", scenario.specimen());
        node.put("workload", scenario.workload());
        node.put("open", scenario.open());
        number(node, "offered_rate_per_sec", scenario.offeredRatePerSec());
        node.put("blocks", scenario.blocks());
        node.put("saturated", scenario.saturated());
        node.put("bottleneck", MachineNames.of(scenario.bottleneck()));
        node.put("bottleneck_sentence", scenario.bottleneckSentence());
        tally(node.putObject("tally"), scenario.tally());
        figures(node.putObject("figures"), scenario.figures());
        figures(node.putObject("tare_costs"), scenario.tareCosts());
        reasons(node.putArray("remarks"), scenario.remarks());
        if (!scenario.parts().isEmpty()) {
            ArrayNode parts = node.putArray("parts");
            scenario.parts().forEach(part -> part(parts.addObject(), part));
        }
    }

    private static void part(ObjectNode node, PartResult part) {
        node.put("name", part.name());
        node.put("role", part.role().name().toLowerCase(Locale.ROOT));
        figures(node.putObject("figures"), part.figures());
        node.put("cumulated_cpu_ns", part.cumulatedCpuNs());
        number(node, "median_of_max_cores", part.medianOfMaxCores());
    }

    private static void tally(ObjectNode node, Tally tally) {
        node.put("planned", tally.planned());
        node.put("sent", tally.sent());
        ObjectNode unsent = node.putObject("unsent");
        for (Unsent reason : Unsent.values()) {
            unsent.put(reason.key(), tally.count(reason));
        }
        ObjectNode outcomes = node.putObject("outcomes");
        for (Outcome outcome : Outcome.values()) {
            outcomes.put(outcome.key(), tally.count(outcome));
        }
        node.put("in_flight_at_end", tally.inFlightAtEnd());
        node.put("done_inside", tally.doneInside());
        node.put("correct_inside", tally.correctInside());
        node.put("bytes_inside", tally.bytesInside());
        node.put("body_bytes", tally.bodyBytes());
        node.put("connects_opened", tally.connectsOpened());
        node.put("connects_failed", tally.connectsFailed());
        node.put("conserved", tally.conserved());
    }

    private static void figures(ObjectNode node, Map<FigureKind, Figure> figures) {
        for (FigureKind kind : FigureKind.values()) {
            Figure figure = figures.get(kind);
            if (figure != null) {
                figure(node.putObject(MachineNames.of(kind)), figure);
            }
        }
    }

    private static void figure(ObjectNode node, Figure figure) {
        boolean shown = FigureText.shown(figure);
        number(node, "value", shown ? figure.value() : Double.NaN);
        if (!shown && Double.isFinite(figure.value())) {
            node.put("withheld_value", figure.value());
        }
        if (figure.interval().isEmpty() || !shown) {
            node.putNull("interval");
        }
        figure.interval()
                .filter(any -> shown)
                .ifPresent(interval -> {
                    ObjectNode ends = node.putObject("interval");
                    number(ends, "low", interval.low());
                    number(ends, "high", interval.high());
                    number(ends, "level", interval.level());
                });
        node.put("lower_bound", figure.lowerBound());
        node.put("unit", MachineNames.unit(figure.kind()));
        node.put("verdict", MachineNames.of(figure.verdict()));
        reasons(node.putArray("reasons"), figure.reasons());
        figure.chance()
                .ifPresent(chance -> {
                    ObjectNode known = node.putObject("chance");
                    number(known, "alone_probability", chance.alone());
                    number(known, "among_all_probability", chance.amongAll());
                });
        figure.advice()
                .ifPresent(advice -> {
                    ObjectNode longer = node.putObject("advice");
                    longer.put("blocks", advice.blocks());
                    number(longer, "more_sec", advice.moreSec());
                    longer.put("sentence", advice.sentence());
                });
    }

    static void reasons(ArrayNode node, List<Reason> reasons) {
        for (Reason reason : reasons) {
            ObjectNode entry = node.addObject();
            entry.put("rule", reason.rule());
            entry.put("verdict", MachineNames.of(reason.verdict()));
            entry.put("sentence", reason.sentence());
            entry.put("remedy", reason.remedy());
        }
    }

    static void number(ObjectNode node, String name, double value) {
        if (Double.isFinite(value)) {
            node.put(name, value);
        } else {
            node.putNull(name);
        }
    }
}

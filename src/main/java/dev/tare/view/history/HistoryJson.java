package dev.tare.view.history;

import dev.tare.base.stats.ConfidenceInterval;
import dev.tare.lab.history.BundleEntry;
import dev.tare.lab.history.Change;
import dev.tare.lab.history.History;
import dev.tare.lab.history.SeriesFinding;
import dev.tare.lab.history.SeriesPoint;
import dev.tare.lab.history.Shift;
import dev.tare.lab.history.Standing;
import dev.tare.lab.history.Subject;
import dev.tare.view.text.MachineNames;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.core.util.DefaultIndenter;
import tools.jackson.core.util.DefaultPrettyPrinter;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * A history for programs. Names are snake case and carry their unit; an absent number is null.
 * Within a {@code format_version} members are only ever added.
 *
 * <ul>
 *   <li>{@code format} ({@code tare-history}), {@code format_version}, {@code tare_version}, {@code
 *       commit}, {@code folder}, {@code sentence};
 *   <li>{@code bundles}: those that make points, oldest first;
 *   <li>{@code series}: what each is of, its setting, {@code since} (what became different when it
 *       began), {@code standing} ({@code too_few}, {@code steady}, {@code drifts}, {@code
 *       changed}), {@code points} by index of their bundle, {@code changes} and {@code drift} with
 *       {@code from} and {@code to} in the unit, {@code change} with its interval as a ratio where
 *       {@code relative}, else in the unit;
 *   <li>{@code passed_over} and {@code notes}: sentences.
 * </ul>
 */
public final class HistoryJson {
    /** Of the names and meanings above. */
    public static final int FORMAT_VERSION = 1;

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final History history;
    private final Map<String, Integer> places = new HashMap<>();

    private HistoryJson(History history) {
        this.history = history;
        history.bundles().forEach(bundle -> places.put(bundle.path(), places.size()));
    }

    /** The whole file. */
    public static String render(HistoryReport report) {
        History history = report.history();
        ObjectNode root = JSON.createObjectNode();
        root.put("format", "tare-history");
        root.put("format_version", FORMAT_VERSION);
        root.put("tare_version", report.tareVersion());
        root.put("commit", report.commit());
        root.put("folder", history.folder().toString());
        root.put("sentence", HistoryWords.headline(report));
        var bundles = root.putArray("bundles");
        history.bundles().forEach(bundle -> bundle(bundles.addObject(), bundle));
        var series = root.putArray("series");
        HistoryJson json = new HistoryJson(history);
        report.findings().forEach(finding -> json.series(series.addObject(), finding));
        var passedOver = root.putArray("passed_over");
        history.passedOver().forEach(passedOver::add);
        var notes = root.putArray("notes");
        history.notes().forEach(notes::add);
        DefaultPrettyPrinter printer =
                new DefaultPrettyPrinter()
                        .withObjectIndenter(new DefaultIndenter("  ", "\n"))
                        .withArrayIndenter(new DefaultIndenter("  ", "\n"));
        return JSON.writer().with(printer).writeValueAsString(root) + "\n";
    }

    private static void bundle(ObjectNode node, BundleEntry bundle) {
        node.put("path", bundle.path());
        node.put("created_epoch_ns", bundle.createdEpochNs());
        node.put("tare_version", bundle.tareVersion());
        node.put("commit", bundle.commit());
        node.put("kernel", bundle.kernel());
        node.put("java_version", bundle.javaVersion());
        node.put("plan_name", bundle.planName());
        node.put("plan_sha256", bundle.planSha256());
        node.put("machine", bundle.machine());
        node.put("blocks", bundle.blocks());
        node.put("planned_blocks", bundle.plannedBlocks());
        ObjectNode versions = node.putObject("specimen_versions");
        bundle.versions().entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .forEach(entry -> versions.put(entry.getKey(), entry.getValue()));
    }

    private void series(ObjectNode node, SeriesFinding finding) {
        Subject subject = finding.series().subject();
        node.put("workload", subject.workload());
        node.put("specimen", subject.specimen());
        node.put("measure", subject.measure().key());
        node.put("name", MachineNames.of(subject.kind()));
        node.put("unit", MachineNames.unit(subject.kind()));
        node.put("machine", finding.series().setting().machine());
        node.put("workload_words", finding.series().setting().workload().words());
        node.put("since", finding.series().since());
        node.put("standing", key(finding.standing()));
        var changes = node.putArray("changes");
        finding.changes().forEach(change -> change(changes.addObject(), change));
        if (finding.standing() instanceof Standing.Drifts(Shift shift, double probability)) {
            ObjectNode drift = node.putObject("drift");
            shift(drift, shift);
            drift.put("probability", probability);
        } else {
            node.putNull("drift");
        }
        var outliers = node.putArray("outliers");
        finding.outliers().forEach(point -> outliers.add(place(point.bundle())));
        points(node, finding.series().points());
    }

    private void points(ObjectNode node, List<SeriesPoint> points) {
        var array = node.putArray("points");
        for (SeriesPoint point : points) {
            ObjectNode entry = array.addObject();
            entry.put("bundle", place(point.bundle()));
            number(entry, "value", point.value());
            number(entry, "low", point.interval().map(i -> i.low()).orElse(Double.NaN));
            number(entry, "high", point.interval().map(i -> i.high()).orElse(Double.NaN));
            number(entry, "level", point.interval().map(i -> i.level()).orElse(Double.NaN));
            entry.put("lower_bound", point.lowerBound());
            entry.put("verdict", MachineNames.of(point.verdict()));
            entry.put("reason", point.reason());
            entry.put("used", point.used());
        }
    }

    private int place(BundleEntry bundle) {
        return places.getOrDefault(bundle.path(), -1);
    }

    private static String key(Standing standing) {
        return switch (standing) {
            case Standing.TooFew any -> "too_few";
            case Standing.Steady any -> "steady";
            case Standing.Drifts any -> "drifts";
            case Standing.Changed any -> "changed";
        };
    }

    private void change(ObjectNode node, Change change) {
        node.put("last_bundle", place(change.last().bundle()));
        node.put("first_bundle", place(change.first().bundle()));
        node.put("points_since", change.pointsSince());
        shift(node, change.shift());
        node.put("probability", change.probability());
        var differences = node.putArray("differences");
        change.differences().forEach(differences::add);
        node.put("compare", HistoryWords.compare(history, change));
    }

    private static void shift(ObjectNode node, Shift shift) {
        ConfidenceInterval interval = shift.interval();
        node.put("way", shift.way().words());
        number(node, "from", shift.from());
        number(node, "to", shift.to());
        node.put("relative", shift.relative());
        number(node, "change", shift.change());
        number(node, "change_low", interval.low());
        number(node, "change_high", interval.high());
        number(node, "level", interval.level());
    }

    private static void number(ObjectNode node, String name, double value) {
        if (Double.isFinite(value)) {
            node.put(name, value);
        } else {
            node.putNull(name);
        }
    }
}

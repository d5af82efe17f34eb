package dev.tare.view.history;

import dev.tare.lab.history.BundleEntry;
import dev.tare.lab.history.Change;
import dev.tare.lab.history.SeriesFinding;
import dev.tare.lab.history.SeriesPoint;
import dev.tare.lab.history.Subject;
import dev.tare.view.text.MachineNames;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A row a point: of every series its bundles, oldest first. The columns are those of {@link
 * #HEADER}; an absent number is an empty cell. {@code series} counts from 1; {@code change} is
 * {@code better} or {@code worse} in the first row of a new level, and {@code outlier} where a
 * point was set aside. Columns are only ever added at the end.
 *
 * <p>Source: RFC 4180, but that lines end in a line feed alone.
 */
public final class HistoryCsv {
    static final List<String> HEADER =
            List.of(
                    "series",
                    "workload",
                    "specimen",
                    "measure",
                    "name",
                    "unit",
                    "bundle",
                    "created_epoch_ns",
                    "value",
                    "low",
                    "high",
                    "level",
                    "lower_bound",
                    "verdict",
                    "used",
                    "change",
                    "specimen_version",
                    "tare_version",
                    "commit",
                    "machine");

    private HistoryCsv() {}

    /** The whole file. */
    public static String render(HistoryReport report) {
        StringBuilder out = new StringBuilder();
        line(out, HEADER);
        for (int i = 0; i < report.findings().size(); i++) {
            SeriesFinding finding = report.findings().get(i);
            for (SeriesPoint point : finding.series().points()) {
                line(out, cells(i + 1, finding, point));
            }
        }
        return out.toString();
    }

    private static List<String> cells(int number, SeriesFinding finding, SeriesPoint point) {
        Subject subject = finding.series().subject();
        BundleEntry bundle = point.bundle();
        List<String> cells = new ArrayList<>();
        cells.add(Integer.toString(number));
        cells.add(subject.workload());
        cells.add(subject.specimen());
        cells.add(subject.measure().key());
        cells.add(MachineNames.of(subject.kind()));
        cells.add(MachineNames.unit(subject.kind()));
        cells.add(bundle.path());
        cells.add(Long.toString(bundle.createdEpochNs()));
        cells.add(number(point.value()));
        cells.add(point.interval().map(within -> number(within.low())).orElse(""));
        cells.add(point.interval().map(within -> number(within.high())).orElse(""));
        cells.add(point.interval().map(within -> number(within.level())).orElse(""));
        cells.add(Boolean.toString(point.lowerBound()));
        cells.add(MachineNames.of(point.verdict()));
        cells.add(Boolean.toString(point.used()));
        cells.add(change(finding, point));
        cells.add(bundle.versions().getOrDefault(subject.specimen(), ""));
        cells.add(bundle.tareVersion());
        cells.add(bundle.commit());
        cells.add(bundle.machine());
        return cells;
    }

    private static String change(SeriesFinding finding, SeriesPoint point) {
        if (finding.outliers().contains(point)) {
            return "outlier";
        }
        Optional<Change> begins =
                finding.changes().stream()
                        .filter(change -> change.first().equals(point))
                        .findFirst();
        return begins.map(change -> change.shift().way().words()).orElse("");
    }

    private static String number(double value) {
        return Double.isFinite(value) ? Double.toString(value) : "";
    }

    private static void line(StringBuilder out, List<String> cells) {
        out.append(cells.stream().map(HistoryCsv::quoted).collect(Collectors.joining(",")));
        out.append('\n');
    }

    private static String quoted(String cell) {
        boolean plain = cell.chars().noneMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r');
        return plain ? cell : '"' + cell.replace("\"", "\"\"") + '"';
    }
}

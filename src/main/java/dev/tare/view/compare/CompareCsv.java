package dev.tare.view.compare;

import dev.tare.lab.compare.FigureChange;
import dev.tare.lab.compare.ScenarioChange;
import dev.tare.view.text.MachineNames;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A line for every figure of every scenario that is compared. The columns are those of {@link
 * #HEADER}: {@code before} and {@code after} in {@code unit}; {@code change}, {@code low}, {@code
 * high} and {@code bare_change} relative (0.1 is 10 % more), of errors as a difference of shares.
 * What is not there is an empty cell. Columns are only ever added at the end.
 *
 * <p>Source: RFC 4180, but that lines end in a line feed alone.
 */
final class CompareCsv {
    static final List<String> HEADER =
            List.of(
                    "workload",
                    "specimen_before",
                    "specimen_after",
                    "name",
                    "unit",
                    "before",
                    "after",
                    "bare_change",
                    "change",
                    "low",
                    "high",
                    "probability",
                    "result",
                    "verdict",
                    "blocks_before",
                    "blocks_after");

    private CompareCsv() {}

    static String render(CompareReport report) {
        StringBuilder out = new StringBuilder();
        line(out, HEADER);
        for (ScenarioChange scenario : report.comparison().scenarios()) {
            for (FigureChange change : scenario.figures()) {
                line(out, cells(scenario, change));
            }
        }
        return out.toString();
    }

    private static List<String> cells(ScenarioChange scenario, FigureChange change) {
        List<String> cells = new ArrayList<>();
        cells.add(scenario.workload());
        cells.add(scenario.before());
        cells.add(scenario.after());
        cells.add(MachineNames.of(change.kind()));
        cells.add(MachineNames.unit(change.kind()));
        cells.add(number(change.before()));
        cells.add(number(change.after()));
        cells.add(number(change.bareChange()));
        cells.add(number(change.change()));
        cells.add(change.interval().map(i -> number(i.low())).orElse(""));
        cells.add(change.interval().map(i -> number(i.high())).orElse(""));
        cells.add(change.standing().judged() ? number(change.probability()) : "");
        cells.add(MachineNames.of(change.standing()));
        cells.add(MachineNames.of(change.verdict()));
        cells.add(Integer.toString(scenario.blocksBefore()));
        cells.add(Integer.toString(scenario.blocksAfter()));
        return cells;
    }

    private static String number(double value) {
        return Double.isFinite(value) ? Double.toString(value) : "";
    }

    private static void line(StringBuilder out, List<String> cells) {
        out.append(cells.stream().map(CompareCsv::quoted).collect(Collectors.joining(",")));
        out.append('\n');
    }

    private static String quoted(String cell) {
        boolean plain = cell.chars().noneMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r');
        return plain ? cell : '"' + cell.replace("\"", "\"\"") + '"';
    }
}

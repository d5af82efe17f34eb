package dev.tare.view.report;

import dev.tare.lab.verdict.Figure;
import dev.tare.lab.verdict.FigureKind;
import dev.tare.lab.verdict.Reason;
import dev.tare.lab.verdict.ScenarioResult;
import dev.tare.lab.verdict.Verdict;
import dev.tare.view.report.content.CostView;
import dev.tare.view.report.content.Report;
import dev.tare.view.report.content.ReportInput;
import dev.tare.view.text.FigureText;
import dev.tare.view.text.MachineNames;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * One line for every figure and every tare cost of every scenario, and for what its specimen costs
 * to run, in the units that {@code unit} names.
 *
 * <p>The columns are those of {@link #HEADER}. {@code measure} is {@code figure}, {@code
 * tare_cost}, {@code running_cost} or {@code mesh_mark} ({@link CsvCost}); {@code value} is empty
 * for an invalid figure; {@code low}, {@code high} and {@code level} are empty where there is no
 * interval; {@code rules} are the rules of trust behind the verdict, divided by spaces; {@code
 * part} is a proxy's name where the line is about one of several. Columns are only ever added at
 * the end.
 *
 * <p>Source: RFC 4180, but that lines end in a line feed alone.
 */
public final class CsvReport implements Report {
    static final List<String> HEADER =
            List.of(
                    "workload",
                    "specimen",
                    "measure",
                    "name",
                    "value",
                    "low",
                    "high",
                    "level",
                    "unit",
                    "lower_bound",
                    "verdict",
                    "rules",
                    "blocks",
                    "part");

    /** What a line is about, with the unit of its value. */
    record Named(String measure, String name, String unit, String part) {}

    @Override
    public String render(ReportInput input) {
        StringBuilder out = new StringBuilder();
        line(out, HEADER);
        CostView running = CostView.of(input);
        for (ScenarioResult scenario : input.weighing().scenarios()) {
            for (FigureKind kind : FigureKind.values()) {
                scenario.figure(kind).ifPresent(f -> line(out, cells(scenario, "figure", f)));
            }
            for (FigureKind kind : FigureKind.values()) {
                scenario.tareCost(kind).ifPresent(f -> line(out, cells(scenario, "tare_cost", f)));
            }
            CsvCost.lines(running, scenario).forEach(cells -> line(out, cells));
        }
        return out.toString();
    }

    private static List<String> cells(ScenarioResult scenario, String measure, Figure figure) {
        boolean shown = FigureText.shown(figure);
        String name = MachineNames.of(figure.kind());
        List<String> cells =
                cells(
                        scenario,
                        new Named(measure, name, MachineNames.unit(figure.kind()), ""),
                        shown ? figure.value() : Double.NaN,
                        figure.interval().filter(any -> shown),
                        figure.verdict(),
                        rules(figure.reasons()));
        cells.set(HEADER.indexOf("lower_bound"), Boolean.toString(figure.lowerBound()));
        return cells;
    }

    /** A line that is no lower bound. */
    static List<String> cells(
            ScenarioResult scenario,
            Named named,
            double value,
            Optional<Figure.Interval> interval,
            Verdict verdict,
            String rules) {
        List<String> cells = new ArrayList<>();
        cells.add(scenario.workload());
        cells.add(scenario.specimen());
        cells.add(named.measure());
        cells.add(named.name());
        cells.add(number(value));
        cells.add(interval.map(i -> number(i.low())).orElse(""));
        cells.add(interval.map(i -> number(i.high())).orElse(""));
        cells.add(interval.map(i -> number(i.level())).orElse(""));
        cells.add(named.unit());
        cells.add(Boolean.toString(false));
        cells.add(MachineNames.of(verdict));
        cells.add(rules);
        cells.add(Integer.toString(scenario.blocks()));
        cells.add(named.part());
        return cells;
    }

    /** The rules behind a verdict, in order, divided by spaces. */
    static String rules(List<Reason> reasons) {
        return reasons.stream()
                .filter(reason -> reason.verdict() != Verdict.VALID)
                .map(Reason::rule)
                .distinct()
                .sorted()
                .map(String::valueOf)
                .collect(Collectors.joining(" "));
    }

    private static String number(double value) {
        return Double.isFinite(value) ? Double.toString(value) : "";
    }

    private static void line(StringBuilder out, List<String> cells) {
        out.append(cells.stream().map(CsvReport::quoted).collect(Collectors.joining(",")));
        out.append('\n');
    }

    private static String quoted(String cell) {
        boolean plain = cell.chars().noneMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r');
        return plain ? cell : '"' + cell.replace("\"", "\"\"") + '"';
    }
}

package dev.tare.view.report;

import dev.tare.lab.verdict.Figure;
import dev.tare.lab.verdict.FigureKind;
import dev.tare.lab.verdict.Reason;
import dev.tare.lab.verdict.ScenarioResult;
import dev.tare.lab.verdict.Verdict;
import dev.tare.view.report.content.Report;
import dev.tare.view.report.content.ReportInput;
import dev.tare.view.text.FigureText;
import dev.tare.view.text.MachineNames;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * One line for every figure and every tare cost of every scenario, in the units that {@code unit}
 * names.
 *
 * <p>The columns are those of {@link #HEADER}. {@code measure} is {@code figure} or {@code
 * tare_cost}; {@code value} is empty for an invalid figure; {@code low}, {@code high} and {@code
 * level} are empty where there is no interval; {@code rules} are the rules of trust behind the
 * verdict, divided by spaces. Columns are only ever added at the end.
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
                    "blocks");

    @Override
    public String render(ReportInput input) {
        StringBuilder out = new StringBuilder();
        line(out, HEADER);
        for (ScenarioResult scenario : input.weighing().scenarios()) {
            for (FigureKind kind : FigureKind.values()) {
                scenario.figure(kind).ifPresent(f -> line(out, cells(scenario, "figure", f)));
            }
            for (FigureKind kind : FigureKind.values()) {
                scenario.tareCost(kind).ifPresent(f -> line(out, cells(scenario, "tare_cost", f)));
            }
        }
        return out.toString();
    }

    private static List<String> cells(ScenarioResult scenario, String measure, Figure figure) {
        boolean shown = FigureText.shown(figure);
        Optional<Figure.Interval> interval = figure.interval().filter(any -> shown);
        List<String> cells = new ArrayList<>();
        cells.add(scenario.workload());
        cells.add(scenario.specimen());
        cells.add(measure);
        cells.add(MachineNames.of(figure.kind()));
        cells.add(shown ? number(figure.value()) : "");
        cells.add(interval.map(i -> number(i.low())).orElse(""));
        cells.add(interval.map(i -> number(i.high())).orElse(""));
        cells.add(interval.map(i -> number(i.level())).orElse(""));
        cells.add(MachineNames.unit(figure.kind()));
        cells.add(Boolean.toString(figure.lowerBound()));
        cells.add(MachineNames.of(figure.verdict()));
        cells.add(
                figure.reasons().stream()
                        .filter(reason -> reason.verdict() != Verdict.VALID)
                        .map(Reason::rule)
                        .distinct()
                        .sorted()
                        .map(String::valueOf)
                        .collect(Collectors.joining(" ")));
        cells.add(Integer.toString(scenario.blocks()));
        return cells;
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

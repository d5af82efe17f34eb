package dev.tare.view.find;

import dev.tare.lab.find.PointFigures;
import dev.tare.lab.find.PointResult;
import dev.tare.lab.find.RateCurve;
import dev.tare.lab.find.Reading;
import dev.tare.lab.objective.Threshold;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A row a point, in the order of measuring. The columns are those of {@link #HEADER}, then {@code
 * value}, {@code low} and {@code high} of each threshold, in its unit (ns, or a share), its text in
 * front. An absent number is an empty cell.
 *
 * <p>Source: RFC 4180, but that lines end in a line feed alone.
 */
public final class FindCsv {
    static final List<String> HEADER =
            List.of(
                    "point",
                    "repeat",
                    "offered_rate_per_sec",
                    "achieved_rate_per_sec",
                    "goodput_per_sec",
                    "measured_ns",
                    "planned",
                    "error_ratio",
                    "response_time_ns_p50",
                    "response_time_ns_p90",
                    "response_time_ns_p99",
                    "response_time_ns_p999",
                    "service_time_ns_p99",
                    "send_lag_ns_p99",
                    "verdict",
                    "reason");

    private FindCsv() {}

    /** The whole file. */
    public static String render(FindReport report) {
        RateCurve curve = report.curve();
        StringBuilder out = new StringBuilder();
        List<String> header = new ArrayList<>(HEADER);
        for (Threshold threshold : curve.plan().objective().thresholds()) {
            for (String part : List.of("value", "low", "high")) {
                header.add(threshold.text() + " " + part);
            }
        }
        line(out, header);
        curve.points().forEach(point -> line(out, cells(point)));
        return out.toString();
    }

    private static List<String> cells(PointResult point) {
        PointFigures figures = point.figures();
        List<String> cells = new ArrayList<>();
        cells.add(Integer.toString(point.number()));
        cells.add(Boolean.toString(point.repeat()));
        cells.add(number(figures.offeredPerSec()));
        cells.add(number(figures.achievedPerSec()));
        cells.add(number(figures.goodputPerSec()));
        cells.add(Long.toString(figures.measuredNs()));
        cells.add(Long.toString(figures.tally().planned()));
        cells.add(number(figures.errorRatio()));
        PointFigures.PERCENTILES.forEach(p -> cells.add(number(figures.responseTimeNs(p))));
        cells.add(number(figures.serviceTimeP99Ns()));
        cells.add(number(figures.sendLagP99Ns()));
        cells.add(point.verdict().key());
        cells.add(point.reason());
        for (Reading reading : point.readings()) {
            cells.add(number(reading.value()));
            cells.add(reading.interval().map(within -> number(within.low())).orElse(""));
            cells.add(reading.interval().map(within -> number(within.high())).orElse(""));
        }
        return cells;
    }

    private static String number(double value) {
        return Double.isFinite(value) ? Double.toString(value) : "";
    }

    private static void line(StringBuilder out, List<String> cells) {
        out.append(cells.stream().map(FindCsv::quoted).collect(Collectors.joining(",")));
        out.append('\n');
    }

    private static String quoted(String cell) {
        boolean plain = cell.chars().noneMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r');
        return plain ? cell : '"' + cell.replace("\"", "\"\"") + '"';
    }
}

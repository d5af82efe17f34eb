package dev.tare.view.report.content;

import dev.tare.lab.verdict.Figure;
import dev.tare.lab.verdict.FigureKind;
import dev.tare.lab.verdict.PartResult;
import dev.tare.lab.verdict.ScenarioResult;
import dev.tare.view.text.FigureText;
import dev.tare.view.text.Quantity;
import dev.tare.view.text.Quantity.Scale;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.DoubleStream;

/**
 * What each process of specimens of many parts used in one workload.
 *
 * @param perRequest unit of CPU a request
 * @param memory unit of peak memory
 * @param rows specimens in the plan's order, each with its parts
 */
public record PartsTable(Scale perRequest, Scale memory, List<Row> rows) {
    private static final double NS_PER_S = 1e9;

    /**
     * One process.
     *
     * @param first whether it is the first of its specimen
     * @param role {@code application} or {@code proxy}
     * @param cpuPerRequest if it could be measured
     */
    public record Row(
            String specimen,
            boolean first,
            String part,
            String role,
            Optional<Figure> cpuPerRequest,
            String meanCpu,
            String medianOfMaxCpu,
            String cumulatedCpu,
            Optional<Figure> memory) {}

    /** The table of a workload; empty where no specimen has parts. */
    public static Optional<PartsTable> of(WorkloadView view) {
        Scale perRequest = scale(view, FigureKind.CPU_PER_REQUEST);
        Scale memory = scale(view, FigureKind.PEAK_MEMORY);
        List<Row> rows = new ArrayList<>();
        for (ScenarioResult scenario : view.scenarios()) {
            for (PartResult part : scenario.parts()) {
                boolean first = part.equals(scenario.parts().getFirst());
                rows.add(row(scenario.specimen(), first, part));
            }
        }
        return rows.isEmpty()
                ? Optional.empty()
                : Optional.of(new PartsTable(perRequest, memory, List.copyOf(rows)));
    }

    private static Scale scale(WorkloadView view, FigureKind kind) {
        DoubleStream values =
                view.scenarios().stream()
                        .flatMap(scenario -> scenario.parts().stream())
                        .flatMap(part -> part.figure(kind).stream())
                        .filter(FigureText::shown)
                        .mapToDouble(Figure::value);
        return Quantity.columnScale(values, kind.unit());
    }

    private static Row row(String specimen, boolean first, PartResult part) {
        Optional<Figure> mean = part.figure(FigureKind.CPU_MEAN);
        boolean visible = mean.isPresent();
        return new Row(
                specimen,
                first,
                part.name(),
                part.role().name().toLowerCase(Locale.ROOT),
                part.figure(FigureKind.CPU_PER_REQUEST),
                mean.map(figure -> percent(figure.value())).orElse(Quantity.ABSENT),
                visible ? percent(part.medianOfMaxCores()) : Quantity.ABSENT,
                visible
                        ? String.format(
                                Locale.ROOT, "%.2f s", (double) part.cumulatedCpuNs() / NS_PER_S)
                        : Quantity.ABSENT,
                part.figure(FigureKind.PEAK_MEMORY));
    }

    private static String percent(double cores) {
        return String.format(Locale.ROOT, "%.1f %%", 100 * cores);
    }
}

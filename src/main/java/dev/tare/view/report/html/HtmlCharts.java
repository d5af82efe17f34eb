package dev.tare.view.report.html;

import dev.tare.base.histogram.HistogramLayout;
import dev.tare.lab.verdict.Figure;
import dev.tare.lab.verdict.FigureKind;
import dev.tare.lab.verdict.ScenarioResult;
import dev.tare.view.report.content.ReportInput;
import dev.tare.view.report.content.TimedSlice;
import dev.tare.view.report.content.WorkloadView;
import dev.tare.view.report.html.BarChart.Bar;
import dev.tare.view.text.ChartFrame;
import dev.tare.view.text.ChartFrame.Layout;
import dev.tare.view.text.FigureText;
import dev.tare.view.text.Markup;
import dev.tare.view.text.Quantity;
import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.function.Function;
import org.HdrHistogram.Histogram;

/**
 * The charts of the page, each drawn twice where it needs room: for a wide page and for a phone;
 * the style shows one of them.
 */
final class HtmlCharts {
    private static final double[] LAG_PERCENTILES = {50, 90, 99, 99.9, 100};

    private static final long LEAST_NS = HistogramLayout.LOWEST_NS;

    private final Markup html;
    private final ReportInput input;
    private final List<TimedSlice> slices;
    private final Map<TimedSlice.Scenario, List<TimedSlice>> byScenario;
    private final IdentityHashMap<ScenarioResult, Histogram> lags = new IdentityHashMap<>();
    private int ids;

    HtmlCharts(Markup html, ReportInput input) {
        this.html = html;
        this.input = input;
        this.slices = TimedSlice.all(input.bundle());
        this.byScenario = TimedSlice.byScenario(slices);
    }

    private String nextId() {
        ids++;
        return "c" + ids;
    }

    /** CPU a request and memory. */
    void bars(WorkloadView view) {
        html.open("div", "class", "pair").line();
        bars(view, FigureKind.CPU_PER_REQUEST, "CPU time a request", "of the specimen’s processes");
        bars(view, FigureKind.PEAK_MEMORY, "Peak memory", "resident, over all its processes");
        html.close("div").line();
    }

    private void bars(WorkloadView view, FigureKind kind, String title, String note) {
        List<Bar> bars =
                view.scenarios().stream()
                        .map(s -> new Bar(s.specimen(), series(s.specimen()), s.figure(kind)))
                        .toList();
        BarChart chart = new BarChart(kind, view.scale(kind), title, bars);
        if (chart.hasBars()) {
            html.open("figure").open("figcaption").element("b", title).text(", " + note);
            html.close("figcaption").line();
            chart.draw(html, nextId());
            html.close("figure").line();
        }
    }

    /** Response time by percentile. */
    void percentiles(WorkloadView view, int index) {
        List<PercentileChart.Line> lines =
                view.scenarios().stream()
                        .map(s ->
                                line(
                                        s,
                                        TimedSlice.pooled(of(s), h -> h.responseTime()),
                                        percentileFigures(s)))
                        .toList();
        String title = "Response time by percentile, " + view.workload().name();
        html.element("h3", "Response time by percentile").line();
        legend(view);
        html.open("div", "class", "toggle").line();
        String name = "scale" + index;
        radio(name, "log", "logarithmic", true);
        radio(name, "lin", "linear", false);
        for (boolean logarithmic : List.of(true, false)) {
            PercentileChart chart = new PercentileChart(lines, title, logarithmic);
            html.open("div", "class", "view").line();
            if (chart.hasLines()) {
                for (Layout layout : Layout.values()) {
                    chart.draw(html, layout, nextId());
                }
            }
            html.close("div").line();
        }
        html.close("div").line();
    }

    private void radio(String name, String value, String label, boolean checked) {
        String id = name + value;
        if (checked) {
            html.empty("input", "type", "radio", "name", name, "id", id, "checked", "checked");
        } else {
            html.empty("input", "type", "radio", "name", name, "id", id);
        }
        html.element("label", label, "for", id).line();
    }

    private static List<Figure> percentileFigures(ScenarioResult scenario) {
        return Arrays.stream(FigureKind.values())
                .filter(kind -> kind.percentile() >= 0)
                .flatMap(kind -> scenario.figure(kind).stream())
                .filter(FigureText::shown)
                .toList();
    }

    private PercentileChart.Line line(
            ScenarioResult scenario, Histogram durations, List<Figure> percentiles) {
        return new PercentileChart.Line(
                scenario.specimen(), series(scenario.specimen()), durations, percentiles);
    }

    private List<TimedSlice> of(ScenarioResult scenario) {
        return byScenario.getOrDefault(
                new TimedSlice.Scenario(scenario.specimen(), scenario.workload()), List.of());
    }

    private Series series(String specimen) {
        return Series.of(input, specimen);
    }

    private void legend(WorkloadView view) {
        html.open("ul", "class", "legend");
        for (ScenarioResult scenario : view.scenarios()) {
            html.open("li");
            series(scenario.specimen()).swatch(html);
            html.name(scenario.specimen()).close("li");
        }
        html.close("ul").line();
    }

    /** Every slice over time. */
    void slices(List<WorkloadView> views) {
        html.open("section", "id", "slices").line();
        html.element("h2", "Every slice over time").line();
        html.element(
                "p",
                "A point is one slice, drawn by how far it lies from the median of its own"
                        + " specimen. Drift that all share cancels in the pairs. A dotted line is a new"
                        + " start of all specimens.",
                "class",
                "soft");
        for (WorkloadView view : views) {
            html.open("h3").name(view.workload().name()).close("h3").line();
            slices(view, "CPU time a request", TimedSlice::cpuPerRequestNs);
            slices(view, "Median response time", TimedSlice::medianNs);
        }
        html.close("section").line();
    }

    private void slices(
            WorkloadView view, String title, Function<TimedSlice, OptionalDouble> value) {
        List<SliceChart.Line> lines =
                view.scenarios().stream()
                        .map(s -> new SliceChart.Line(s.specimen(), series(s.specimen()), of(s)))
                        .toList();
        String whole = title + " of every slice, " + view.workload().name();
        SliceChart chart = new SliceChart(whole, lines, slices, value);
        if (chart.hasPoints()) {
            html.open("figure", "class", "slices").open("figcaption").element("b", title);
            html.close("figcaption").line();
            for (Layout layout : Layout.values()) {
                chart.draw(html, layout, nextId());
            }
            html.close("figure").line();
        }
    }

    /** The instrument's own lateness. */
    void sendLag(List<WorkloadView> views) {
        html.open("section", "id", "lag").line();
        html.element("h2", "The instrument’s send lag").line();
        html.element(
                "p",
                "How long after its intended start the first byte of a request was sent. It is part"
                        + " of every response time above; where it matters, a verdict says so.",
                "class",
                "soft");
        for (WorkloadView view : views) {
            html.open("h3").name(view.workload().name()).close("h3").line();
            boolean late =
                    view.scenarios().stream().anyMatch(s -> lag(s).getMaxValue() >= LEAST_NS);
            if (late) {
                lagTable(view);
            } else {
                html.element(
                        "p",
                        (view.workload().open() ? "Never" : "A closed loop: never")
                                + " longer than "
                                + LEAST_NS
                                + " ns, the shortest time told apart.");
            }
            if (late && view.workload().open()) {
                lagChart(view);
            }
        }
        html.close("section").line();
    }

    private Histogram lag(ScenarioResult scenario) {
        return lags.computeIfAbsent(
                scenario, unseen -> TimedSlice.pooled(of(unseen), h -> h.sendLag()));
    }

    private void lagTable(WorkloadView view) {
        String label = "Send lag in " + view.workload().name();
        html.open("div", "class", "scroll", "role", "region", "tabindex", "0", "aria-label", label);
        html.open("table", "class", "lag").open("thead").open("tr");
        html.element("th", "specimen", "scope", "col");
        for (double percentile : LAG_PERCENTILES) {
            String head = percentile == 100 ? "max" : "p" + ChartFrame.plain(percentile);
            html.element("th", head, "scope", "col");
        }
        html.close("tr").close("thead").open("tbody").line();
        for (ScenarioResult scenario : view.scenarios()) {
            Histogram lag = lag(scenario);
            html.open("tr").open("th", "scope", "row");
            series(scenario.specimen()).swatch(html);
            html.name(scenario.specimen()).close("th");
            for (double percentile : LAG_PERCENTILES) {
                html.element("td", lagText(lag, percentile));
            }
            html.close("tr").line();
        }
        html.close("tbody").close("table").close("div").line();
    }

    private static String lagText(Histogram lag, double percentile) {
        if (lag.getTotalCount() == 0) {
            return Quantity.ABSENT;
        }
        long ns = lag.getValueAtPercentile(percentile);
        return ns < LEAST_NS ? "< " + LEAST_NS + " ns" : Quantity.duration((double) ns);
    }

    private void lagChart(WorkloadView view) {
        List<PercentileChart.Line> lines =
                view.scenarios().stream().map(s -> line(s, lag(s), List.of())).toList();
        String title = "Send lag by percentile, " + view.workload().name();
        PercentileChart chart = new PercentileChart(lines, title, true);
        if (chart.hasLines()) {
            html.open("figure", "class", "slices").open("figcaption");
            html.element("b", "Send lag by percentile").close("figcaption").line();
            for (Layout layout : Layout.values()) {
                chart.draw(html, layout, nextId());
            }
            html.close("figure").line();
        }
    }
}

package dev.tare.view.report.html;

import dev.tare.base.histogram.HistogramLayout;
import dev.tare.lab.verdict.Figure;
import dev.tare.lab.verdict.Figure.Interval;
import dev.tare.lab.verdict.FigureKind.Unit;
import dev.tare.view.text.Axis;
import dev.tare.view.text.ChartFrame;
import dev.tare.view.text.ChartFrame.Layout;
import dev.tare.view.text.DisplayText;
import dev.tare.view.text.Markup;
import dev.tare.view.text.Quantity;
import dev.tare.view.text.Quantity.Scale;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.DoubleStream;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.HistogramIterationValue;

/**
 * Durations by percentile, on HdrHistogram's customary axis: x is the logarithm of 1 / (1 −
 * percentile), so that every nine takes the same length. A line ends where its samples end; where
 * fewer than {@link #FEW_BEYOND} of them lie beyond, it is drawn faint.
 */
final class PercentileChart {
    private static final int TICKS_PER_HALF_DISTANCE = 8;
    private static final int FEW_BEYOND = 10;
    private static final int TICKS = 6;
    private static final int HEIGHT = 420;
    private static final double LABEL_SPACING = 16;
    private static final double DODGE = 5;
    private static final double MARKER = 3.6;
    private static final int MAX_NAME = 26;
    private static final double MIN_NAMES = 96;
    private static final double NAME_COLUMN = 7.2;
    private static final double NAME_GAP = 12;
    private static final String[] PERCENTS = {
        "0 %", "90 %", "99 %", "99.9 %", "99.99 %", "99.999 %", "99.9999 %", "99.99999 %"
    };

    private final List<Line> lines;
    private final String title;
    private final boolean logarithmic;

    /**
     * One specimen's durations.
     *
     * @param name of the specimen
     * @param series how it is drawn
     * @param points along it, from the smallest duration to the largest
     * @param count of durations
     * @param marks of them
     * @param percentiles those of its figures that may be shown, with their intervals
     */
    record Line(
            String name,
            Series series,
            List<Point> points,
            double count,
            Marks marks,
            List<Figure> percentiles) {
        Line {
            points = List.copyOf(points);
            percentiles = List.copyOf(percentiles);
        }

        /** Of durations, ns, which are looked at once for all drawings. */
        Line(String name, Series series, Histogram durations, List<Figure> percentiles) {
            this(
                    name,
                    series,
                    pointsOf(durations),
                    (double) durations.getTotalCount(),
                    Marks.of(durations),
                    percentiles);
        }
    }

    /** Some percentiles of durations, ns. */
    record Marks(double smallest, double median, double p99, double largest) {
        static Marks of(Histogram durations) {
            return new Marks(
                    (double) durations.getValueAtPercentile(0),
                    (double) durations.getValueAtPercentile(50),
                    (double) durations.getValueAtPercentile(99),
                    (double) durations.getValueAtPercentile(100));
        }
    }

    /** A point of a line: x is 1 / (1 − percentile). */
    record Point(double x, double ns) {}

    PercentileChart(List<Line> lines, String title, boolean logarithmic) {
        this.lines = lines.stream().filter(line -> line.count() > 1).toList();
        this.title = title;
        this.logarithmic = logarithmic;
    }

    /** Whether there is anything to draw. */
    boolean hasLines() {
        return !lines.isEmpty();
    }

    void draw(Markup svg, Layout layout, String id) {
        boolean wide = layout == Layout.WIDE;
        double right = layout.width() - (wide ? namesWidth() : 10);
        ChartFrame frame =
                new ChartFrame(svg, layout.width(), HEIGHT, wide ? 58 : 46, right, 34, HEIGHT - 46);
        double most = lines.stream().mapToDouble(Line::count).max().orElse(10);
        Axis x = new Axis(1, Math.max(10, most), true, frame.left(), frame.right());
        Axis y = vertical(frame);
        Scale scale = Quantity.columnScale(DoubleStream.of(middle(y)), Unit.NS);
        frame.open(layout.style(), id, title, description());
        frame.vertical(y, scale, TICKS, scale.symbol());
        horizontal(frame, x, wide);
        List<Point> ends = new ArrayList<>();
        for (Line line : lines) {
            ends.add(line(svg, line, x, y));
        }
        for (int i = 0; i < lines.size(); i++) {
            marks(svg, lines.get(i), (i - (lines.size() - 1) / 2.0) * DODGE, x, y);
        }
        frame.baseline();
        frame.caption("percentile");
        if (wide) {
            names(frame, ends, y);
        }
        frame.close();
    }

    /** What the names at the right edge need. */
    private double namesWidth() {
        int columns =
                lines.stream().mapToInt(line -> DisplayText.columns(line.name())).max().orElse(0);
        return Math.max(MIN_NAMES, NAME_GAP + NAME_COLUMN * Math.min(columns, MAX_NAME));
    }

    private Axis vertical(ChartFrame frame) {
        double largest = lines.stream().mapToDouble(line -> line.marks().largest()).max().orElse(1);
        if (!logarithmic) {
            return Axis.linear(largest, TICKS, frame.bottom(), frame.top());
        }
        double smallest =
                lines.stream()
                        .mapToDouble(line -> line.marks().smallest())
                        .map(ns -> Math.max(ns, HistogramLayout.LOWEST_NS))
                        .min()
                        .orElse(1);
        return Axis.logarithmic(
                smallest, Math.max(largest, smallest * 2), frame.bottom(), frame.top());
    }

    private static double middle(Axis y) {
        return y.logarithmic() ? StrictMath.sqrt(y.min() * y.max()) : y.max() / 4;
    }

    private String description() {
        List<String> parts = new ArrayList<>();
        for (Line line : lines) {
            parts.add(
                    "%s: median %s, p99 %s, largest %s"
                            .formatted(
                                    line.name(),
                                    Quantity.duration(line.marks().median()),
                                    Quantity.duration(line.marks().p99()),
                                    Quantity.duration(line.marks().largest())));
        }
        return String.join("; ", parts) + ".";
    }

    private static void horizontal(ChartFrame frame, Axis x, boolean wide) {
        StringBuilder grid = new StringBuilder();
        double beyond = 1;
        for (String percent : PERCENTS) {
            if (beyond > x.max()) {
                break;
            }
            boolean crowded = !wide && beyond == 1;
            tick(frame, grid, x.at(beyond), crowded ? "" : percent);
            beyond *= 10;
        }
        tick(frame, grid, x.at(2), "50 %");
        frame.svg().empty("path", "class", "grid", "d", grid.toString());
    }

    private static void tick(ChartFrame frame, StringBuilder grid, double x, String label) {
        grid.append('M').append(Markup.at(x)).append(' ').append(Markup.at(frame.top()));
        grid.append('V').append(Markup.at(frame.bottom()));
        frame.label(x, frame.bottom() + 18, label, "middle");
    }

    private static Point line(Markup svg, Line line, Axis x, Axis y) {
        List<Point> points = line.points();
        double few = line.count() / FEW_BEYOND;
        StringBuilder sure = new StringBuilder();
        StringBuilder tail = new StringBuilder();
        for (int i = 0; i < points.size(); i++) {
            Point point = points.get(i);
            boolean inTail = point.x() > few;
            if (inTail && tail.isEmpty() && i > 0) {
                step(tail, points.get(i - 1), x, y);
            }
            step(inTail ? tail : sure, point, x, y);
        }
        String style = "line " + line.series().style();
        String dashes = line.series().dashes();
        svg.empty("path", "class", style, "d", sure.toString(), "stroke-dasharray", dashes);
        svg.empty(
                "path", "class", style + " tail", "d", tail.toString(), "stroke-dasharray", dashes);
        svg.line();
        return points.getLast();
    }

    private static List<Point> pointsOf(Histogram durations) {
        double count = (double) durations.getTotalCount();
        if (count == 0) {
            return List.of();
        }
        List<Point> points = new ArrayList<>();
        points.add(new Point(1, (double) durations.getValueAtPercentile(0)));
        for (HistogramIterationValue value : durations.percentiles(TICKS_PER_HALF_DISTANCE)) {
            double beyond = 1 - value.getPercentileLevelIteratedTo() / 100;
            double at = beyond > 0 ? 1 / beyond : count;
            points.add(new Point(Math.min(at, count), (double) value.getValueIteratedTo()));
            if (at >= count) {
                break;
            }
        }
        return points;
    }

    private static void step(StringBuilder path, Point point, Axis x, Axis y) {
        path.append(path.isEmpty() ? "M" : "L");
        path.append(Markup.at(x.at(point.x()))).append(' ').append(Markup.at(y.at(point.ns())));
    }

    private static void marks(Markup svg, Line line, double dodge, Axis x, Axis y) {
        StringBuilder whiskers = new StringBuilder();
        StringBuilder dots = new StringBuilder();
        for (Figure figure : line.percentiles()) {
            double at = x.at(1 / (1 - figure.kind().percentile() / 100)) + dodge;
            dots.append(line.series().marker(at, y.at(figure.value()), MARKER));
            figure.interval().ifPresent(interval -> whisker(whiskers, interval, at, y));
        }
        String style = line.series().style();
        svg.empty("path", "class", "whisker " + style, "d", whiskers.toString());
        svg.empty("path", "class", "dot " + style, "d", dots.toString());
    }

    private static void whisker(StringBuilder path, Interval interval, double at, Axis y) {
        String top = Markup.at(y.at(interval.high()));
        String bottom = Markup.at(y.at(interval.low()));
        path.append('M').append(Markup.at(at)).append(' ').append(bottom).append('V').append(top);
        path.append('M').append(Markup.at(at - 3)).append(' ').append(bottom).append("h6");
        path.append('M').append(Markup.at(at - 3)).append(' ').append(top).append("h6");
    }

    /** Names at the right edge, each near the end of its line, never one upon another. */
    private void names(ChartFrame frame, List<Point> ends, Axis y) {
        List<Integer> order = new ArrayList<>();
        for (int i = 0; i < lines.size(); i++) {
            order.add(i);
        }
        order.sort(Comparator.comparingDouble((Integer i) -> y.at(ends.get(i).ns())));
        double[] at = new double[order.size()];
        double previous = Double.NEGATIVE_INFINITY;
        for (int i = 0; i < at.length; i++) {
            at[i] = Math.max(y.at(ends.get(order.get(i)).ns()), previous + LABEL_SPACING);
            previous = at[i];
        }
        double next = frame.bottom() + LABEL_SPACING;
        for (int i = at.length - 1; i >= 0; i--) {
            at[i] = Math.min(at[i], next - LABEL_SPACING);
            next = at[i];
        }
        for (int i = 0; i < at.length; i++) {
            Line line = lines.get(order.get(i));
            String name = DisplayText.cut(line.name(), MAX_NAME);
            frame.svg()
                    .element(
                            "text",
                            name,
                            "class",
                            "name " + line.series().style(),
                            "x",
                            Markup.at(frame.right() + 10),
                            "y",
                            Markup.at(at[i] + 4));
        }
    }
}

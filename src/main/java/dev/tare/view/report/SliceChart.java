package dev.tare.view.report;

import dev.tare.lab.verdict.FigureKind.Unit;
import dev.tare.view.report.ChartFrame.Layout;
import dev.tare.view.report.Quantity.Scale;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.Function;
import java.util.stream.DoubleStream;

/**
 * One value of every slice against time, so that drift is seen. Every other block is shaded; a new
 * round is a line with its number.
 */
final class SliceChart {
    /** Where values spread wider than this the axis is logarithmic. */
    private static final double WIDE_SPREAD = 12;

    private static final int TICKS = 4;
    private static final int HEIGHT = 250;
    private static final double MARKER = 2.7;
    private static final double HEADROOM = 1.04;

    private final String title;
    private final List<Line> lines;
    private final List<TimedSlice> all;

    /** One specimen's slices. */
    record Line(String name, Series series, List<TimedSlice> slices) {
        Line {
            slices = List.copyOf(slices);
        }
    }

    private final Function<TimedSlice, OptionalDouble> value;

    /**
     * A chart.
     *
     * @param title what it shows
     * @param lines a specimen each
     * @param all slices of the bundle, for the extents of its blocks
     * @param value of a slice, ns; empty where there is none
     */
    SliceChart(
            String title,
            List<Line> lines,
            List<TimedSlice> all,
            Function<TimedSlice, OptionalDouble> value) {
        this.title = title;
        this.lines = List.copyOf(lines);
        this.all = List.copyOf(all);
        this.value = value;
    }

    private DoubleStream values() {
        return lines.stream()
                .flatMap(line -> line.slices().stream())
                .flatMapToDouble(slice -> value.apply(slice).stream());
    }

    /** Whether any slice has a value. */
    boolean hasPoints() {
        return values().findAny().isPresent();
    }

    void draw(Markup svg, Layout layout, String id) {
        boolean wide = layout == Layout.WIDE;
        ChartFrame frame =
                new ChartFrame(
                        svg,
                        layout.width(),
                        HEIGHT,
                        wide ? 58 : 46,
                        layout.width() - 10,
                        34,
                        HEIGHT - 40);
        double end = all.stream().mapToDouble(TimedSlice::endSeconds).max().orElse(1);
        Axis x = new Axis(0, Math.max(end, 1e-3), false, frame.left(), frame.right());
        double largest = values().max().orElse(1);
        double smallest = values().filter(v -> v > 0).min().orElse(1);
        Axis y =
                largest / smallest > WIDE_SPREAD
                        ? Axis.logarithmic(smallest, largest, frame.bottom(), frame.top())
                        : Axis.linear(largest * HEADROOM, TICKS, frame.bottom(), frame.top());
        double typical = y.logarithmic() ? StrictMath.sqrt(y.min() * y.max()) : y.max() / 4;
        Scale scale = Quantity.columnScale(DoubleStream.of(typical), Unit.NS);
        frame.open(layout.style(), id, title, description());
        blocks(frame, x);
        frame.vertical(y, scale, TICKS, scale.symbol() + (y.logarithmic() ? ", logarithmic" : ""));
        for (double tick : x.ticks(wide ? 10 : 5)) {
            if (tick <= end) {
                frame.label(x.at(tick), frame.bottom() + 18, ChartFrame.plain(tick), "middle");
            }
        }
        lines.forEach(line -> line(svg, line, x, y));
        frame.baseline();
        frame.caption("seconds of load");
        frame.close();
    }

    private String description() {
        List<String> parts = new ArrayList<>();
        for (Line line : lines) {
            DoubleStream values =
                    line.slices().stream().flatMapToDouble(s -> value.apply(s).stream());
            var statistics = values.summaryStatistics();
            if (statistics.getCount() > 0) {
                parts.add(
                        "%s: %s to %s"
                                .formatted(
                                        line.name(),
                                        Quantity.duration(statistics.getMin()),
                                        Quantity.duration(statistics.getMax())));
            }
        }
        return "Every slice over time. " + String.join("; ", parts) + ".";
    }

    private void blocks(ChartFrame frame, Axis x) {
        int from = 0;
        int shown = 0;
        while (from < all.size()) {
            int to = from;
            while (to + 1 < all.size() && all.get(to + 1).block() == all.get(from).block()) {
                to++;
            }
            double left = x.at(all.get(from).startSeconds());
            double right = x.at(all.get(to).endSeconds());
            if (shown % 2 == 0) {
                frame.svg()
                        .empty(
                                "rect",
                                "class",
                                "band",
                                "x",
                                Markup.at(left),
                                "y",
                                Markup.at(frame.top()),
                                "width",
                                Markup.at(right - left),
                                "height",
                                Markup.at(frame.bottom() - frame.top()));
            }
            String name = Integer.toString(all.get(from).block());
            frame.label((left + right) / 2, frame.top() - 6, name, "middle");
            if (from > 0 && all.get(from).round() != all.get(from - 1).round()) {
                round(
                        frame,
                        (left + x.at(all.get(from - 1).endSeconds())) / 2,
                        all.get(from).round());
            }
            shown++;
            from = to + 1;
        }
    }

    private static void round(ChartFrame frame, double x, int round) {
        String path =
                "M" + Markup.at(x) + " " + Markup.at(frame.top()) + "V" + Markup.at(frame.bottom());
        frame.svg().empty("path", "class", "round", "d", path);
        frame.label(x - 5, frame.bottom() - 8, "round " + round, "end");
    }

    private void line(Markup svg, Line line, Axis x, Axis y) {
        StringBuilder path = new StringBuilder();
        StringBuilder dots = new StringBuilder();
        int round = -1;
        for (TimedSlice slice : line.slices()) {
            OptionalDouble ns = value.apply(slice);
            if (ns.isEmpty()) {
                continue;
            }
            double atX = x.at(slice.middleSeconds());
            double atY = y.at(ns.getAsDouble());
            path.append(slice.round() == round ? "L" : "M");
            path.append(Markup.at(atX)).append(' ').append(Markup.at(atY));
            dots.append(line.series().marker(atX, atY, MARKER));
            round = slice.round();
        }
        if (!dots.isEmpty()) {
            String style = line.series().style();
            String dashes = line.series().dashes();
            svg.empty(
                    "path",
                    "class",
                    "thread " + style,
                    "d",
                    path.toString(),
                    "stroke-dasharray",
                    dashes);
            svg.empty("path", "class", "dot " + style, "d", dots.toString());
            svg.line();
        }
    }
}

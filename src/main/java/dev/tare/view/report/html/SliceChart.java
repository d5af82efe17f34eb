package dev.tare.view.report.html;

import dev.tare.view.report.content.TimedSlice;
import dev.tare.view.text.Axis;
import dev.tare.view.text.ChartFrame;
import dev.tare.view.text.ChartFrame.Layout;
import dev.tare.view.text.DisplayText;
import dev.tare.view.text.Markup;
import dev.tare.view.text.Quantity;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.Function;
import java.util.stream.DoubleStream;

/**
 * One value of every slice against time, so that drift is seen: a strip a specimen, all with the
 * same scale, which is the deviation from the specimen's own median. What all strips share cancels
 * in the pairs. Every other block is shaded; a new round is a line with its number.
 */
final class SliceChart {
    /** A slice farther off than this is drawn at the edge. */
    private static final double MAX_DEVIATION = 0.5;

    /** No smaller deviation fills a strip, lest mere noise looks like drift. */
    private static final double MIN_DEVIATION = 0.02;

    private static final double WIDE_STRIP = 46;
    private static final double NARROW_STRIP = 60;
    private static final double MIN_WIDE_LEFT = 128;
    private static final double NAME_COLUMN = 7.2;
    private static final double NAME_GAP = 12;
    private static final double TOP = 26;
    private static final double BELOW = 44;
    private static final double MARKER = 2.7;
    private static final int MAX_NAME = 26;
    private static final int WIDE_TICKS = 10;
    private static final int NARROW_TICKS = 5;

    private final String title;
    private final List<Drawn> lines;
    private final List<TimedSlice> all;

    /** One specimen's slices. */
    record Line(String name, Series series, List<TimedSlice> slices) {
        Line {
            slices = List.copyOf(slices);
        }
    }

    /**
     * A line with its values, which are looked at once for all drawings.
     *
     * @param values one for each of the line's slices
     * @param median of those that are there; 0 where none is
     */
    private record Drawn(Line line, List<OptionalDouble> values, double median) {
        static Drawn of(Line line, Function<TimedSlice, OptionalDouble> value) {
            List<OptionalDouble> values = line.slices().stream().map(value).toList();
            double[] sorted = values.stream().flatMapToDouble(v -> v.stream()).sorted().toArray();
            int middle = sorted.length / 2;
            if (sorted.length == 0) {
                return new Drawn(line, values, 0);
            }
            double median =
                    sorted.length % 2 == 1
                            ? sorted[middle]
                            : (sorted[middle - 1] + sorted[middle]) / 2;
            return new Drawn(line, values, median);
        }

        DoubleStream present() {
            return values.stream().flatMapToDouble(value -> value.stream());
        }
    }

    /**
     * A chart.
     *
     * @param title what it shows
     * @param lines a specimen each; those without a value are left out
     * @param all slices of the bundle, for the extents of its blocks
     * @param value of a slice, ns; empty where there is none
     */
    SliceChart(
            String title,
            List<Line> lines,
            List<TimedSlice> all,
            Function<TimedSlice, OptionalDouble> value) {
        this.title = title;
        this.lines =
                lines.stream()
                        .map(line -> Drawn.of(line, value))
                        .filter(drawn -> drawn.median() > 0)
                        .toList();
        this.all = List.copyOf(all);
    }

    /** Whether any slice has a value. */
    boolean hasPoints() {
        return !lines.isEmpty();
    }

    /** The deviation that fills a strip: a round share that holds all slices, within limits. */
    private double extent() {
        double largest =
                lines.stream()
                        .flatMapToDouble(
                                drawn -> drawn.present().map(v -> Math.abs(v / drawn.median() - 1)))
                        .max()
                        .orElse(0);
        double round = Axis.linear(largest, 1, 0, 1).max();
        return Math.clamp(round, MIN_DEVIATION, MAX_DEVIATION);
    }

    void draw(Markup svg, Layout layout, String id) {
        boolean wide = layout == Layout.WIDE;
        double strip = wide ? WIDE_STRIP : NARROW_STRIP;
        double bottom = TOP + strip * lines.size();
        ChartFrame frame =
                new ChartFrame(
                        svg,
                        layout.width(),
                        bottom + BELOW,
                        wide ? wideLeft() : 0,
                        layout.width() - (wide ? 56 : 44),
                        TOP,
                        bottom);
        double end = all.stream().mapToDouble(TimedSlice::endSeconds).max().orElse(1);
        Axis x = new Axis(0, Math.max(end, 1e-3), false, frame.left() + 4, frame.right() - 4);
        frame.open(layout.style(), id, title, description());
        blocks(frame, x);
        double extent = extent();
        for (int i = 0; i < lines.size(); i++) {
            double top = TOP + strip * i + (wide ? 6 : 20);
            strip(frame, lines.get(i), extent, x, new Strip(top, TOP + strip * (i + 1) - 6, wide));
        }
        for (double tick : x.ticks(wide ? WIDE_TICKS : NARROW_TICKS)) {
            frame.label(x.at(tick), bottom + 17, ChartFrame.plain(tick), "middle");
        }
        frame.baseline();
        frame.caption("seconds of load");
        frame.close();
    }

    /** As far in as the longest name needs. */
    private double wideLeft() {
        int columns =
                lines.stream()
                        .mapToInt(drawn -> DisplayText.columns(drawn.line().name()))
                        .max()
                        .orElse(0);
        return Math.max(MIN_WIDE_LEFT, NAME_GAP + NAME_COLUMN * Math.min(columns, MAX_NAME));
    }

    /** Where a strip lies. */
    private record Strip(double top, double bottom, boolean wide) {
        double middle() {
            return (top + bottom) / 2;
        }
    }

    private String description() {
        List<String> parts = new ArrayList<>();
        for (Drawn drawn : lines) {
            parts.add(
                    "%s: %s to %s"
                            .formatted(
                                    drawn.line().name(),
                                    Quantity.duration(drawn.present().min().orElse(Double.NaN)),
                                    Quantity.duration(drawn.present().max().orElse(Double.NaN))));
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
                band(frame, left, right);
            }
            String name = "block " + all.get(from).block();
            boolean roomy = right - left > 54;
            frame.label((left + right) / 2, TOP - 8, roomy ? name : name.substring(6), "middle");
            if (from > 0 && all.get(from).round() != all.get(from - 1).round()) {
                double before = x.at(all.get(from - 1).endSeconds());
                round(frame, (left + before) / 2);
            }
            shown++;
            from = to + 1;
        }
    }

    private static void band(ChartFrame frame, double left, double right) {
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

    private static void round(ChartFrame frame, double x) {
        String path = "M%s %sV%s".formatted(Markup.at(x), "4", Markup.at(frame.bottom()));
        frame.svg().empty("path", "class", "round", "d", path);
    }

    private static void strip(ChartFrame frame, Drawn drawn, double extent, Axis x, Strip at) {
        Line line = drawn.line();
        Markup svg = frame.svg();
        String middle = Markup.at(at.middle());
        String zero =
                "M%s %sH%s".formatted(Markup.at(frame.left()), middle, Markup.at(frame.right()));
        svg.empty("path", "class", "zero", "d", zero);
        names(frame, drawn, at);
        String share = ChartFrame.plain(extent * 100) + " %";
        frame.label(frame.right() + 6, at.middle() + 4, "±" + share, "start");
        Axis y = new Axis(-extent, extent, false, at.bottom(), at.top());
        double median = drawn.median();
        StringBuilder path = new StringBuilder();
        StringBuilder dots = new StringBuilder();
        int round = -1;
        for (int i = 0; i < line.slices().size(); i++) {
            TimedSlice slice = line.slices().get(i);
            OptionalDouble ns = drawn.values().get(i);
            if (ns.isPresent()) {
                double atX = x.at(slice.middleSeconds());
                double atY = y.at(ns.getAsDouble() / median - 1);
                path.append(slice.round() == round ? "L" : "M");
                path.append(Markup.at(atX)).append(' ').append(Markup.at(atY));
                dots.append(line.series().marker(atX, atY, MARKER));
                round = slice.round();
            }
        }
        svg.empty("path", "class", "thread " + line.series().style(), "d", path.toString());
        svg.empty("path", "class", "dot " + line.series().style(), "d", dots.toString());
        svg.line();
    }

    private static void names(ChartFrame frame, Drawn drawn, Strip at) {
        Line line = drawn.line();
        String style = "name " + line.series().style();
        String name = DisplayText.cut(line.name(), MAX_NAME);
        String median = Quantity.duration(drawn.median());
        if (at.wide()) {
            String middle = Markup.at(at.middle() - 2);
            frame.svg().element("text", name, "class", style, "x", "0", "y", middle);
            frame.label(0, at.middle() + 13, median, "start");
            return;
        }
        String above = Markup.at(at.top() - 4);
        frame.svg().element("text", name, "class", style, "x", "4", "y", above);
        frame.label(frame.right(), at.top() - 4, median, "end");
    }
}

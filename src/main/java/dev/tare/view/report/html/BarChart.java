package dev.tare.view.report.html;

import dev.tare.lab.verdict.Figure;
import dev.tare.lab.verdict.Figure.Interval;
import dev.tare.lab.verdict.FigureKind;
import dev.tare.lab.verdict.Verdict;
import dev.tare.view.text.Axis;
import dev.tare.view.text.ChartFrame;
import dev.tare.view.text.DisplayText;
import dev.tare.view.text.FigureText;
import dev.tare.view.text.Markup;
import dev.tare.view.text.Quantity.Scale;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** One figure of all specimens as horizontal bars from 0, with the interval as a whisker. */
final class BarChart {
    private static final double WIDTH = 500;
    private static final double ROW = 34;
    private static final double BAR = 16;
    private static final double MIN_LEFT = 96;
    private static final double NAME_COLUMN = 7.4;
    private static final double NAME_GAP = 14;
    private static final double RIGHT = 352;
    private static final int MAX_NAME = 26;

    private final FigureKind kind;
    private final Scale scale;
    private final String title;
    private final List<Bar> bars;

    /** Where the bars begin: as far in as the longest name needs. */
    private final double left;

    /**
     * A bar.
     *
     * @param name of the specimen
     * @param series how it is drawn
     * @param figure its figure; empty where it is not known
     */
    record Bar(String name, Series series, Optional<Figure> figure) {}

    BarChart(FigureKind kind, Scale scale, String title, List<Bar> bars) {
        this.kind = kind;
        this.scale = scale;
        this.title = title;
        this.bars = List.copyOf(bars);
        int columns =
                bars.stream().mapToInt(bar -> DisplayText.columns(bar.name())).max().orElse(0);
        left = Math.max(MIN_LEFT, NAME_GAP + NAME_COLUMN * Math.min(columns, MAX_NAME));
    }

    /** Whether any bar has a figure that may be shown. */
    boolean hasBars() {
        return bars.stream().anyMatch(bar -> bar.figure().filter(FigureText::shown).isPresent());
    }

    void draw(Markup svg, String id) {
        double height = ROW * bars.size() + 4;
        ChartFrame frame = new ChartFrame(svg, WIDTH, height, left, RIGHT, 0, height);
        Axis axis = new Axis(0, largest(), false, left, RIGHT);
        frame.open("bars", id, title, description());
        svg.empty(
                "path",
                "class",
                "axis",
                "d",
                "M" + Markup.at(left) + " 2V" + Markup.at(height - 2));
        for (int i = 0; i < bars.size(); i++) {
            bar(frame, bars.get(i), axis, 2 + ROW * i + ROW / 2);
        }
        frame.close();
    }

    private double largest() {
        double largest =
                bars.stream()
                        .flatMap(bar -> bar.figure().filter(FigureText::shown).stream())
                        .mapToDouble(f -> f.interval().map(Interval::high).orElse(f.value()))
                        .max()
                        .orElse(1);
        return largest > 0 ? largest : 1;
    }

    private String description() {
        List<String> parts = new ArrayList<>();
        for (Bar bar : bars) {
            String value =
                    bar.figure()
                            .map(f -> FigureText.shown(f) ? words(f) : f.verdict().words())
                            .orElse("not visible");
            parts.add(bar.name() + ": " + value);
        }
        return kind.label() + " by specimen. " + String.join("; ", parts) + ".";
    }

    private String words(Figure figure) {
        String half = FigureText.margin(figure, scale);
        String value = FigureText.value(figure, scale);
        return scale.join(half.isEmpty() ? value : value + " ± " + half);
    }

    private void bar(ChartFrame frame, Bar bar, Axis axis, double y) {
        Markup svg = frame.svg();
        String style = bar.series().style();
        svg.element(
                "text",
                DisplayText.cut(bar.name(), MAX_NAME),
                "class",
                "who",
                "x",
                Markup.at(left - 10),
                "y",
                Markup.at(y + 4.5),
                "text-anchor",
                "end");
        Optional<Figure> shown = bar.figure().filter(FigureText::shown);
        if (shown.isEmpty()) {
            String absent = bar.series().index() == 0 ? "nothing in between" : "not visible";
            String why = bar.figure().isPresent() ? "✗ invalid" : absent;
            frame.label(left + 10, y + 4.5, why, "start");
            return;
        }
        Figure figure = shown.get();
        double end = axis.at(figure.value());
        svg.empty(
                "rect",
                "class",
                "bar " + style,
                "x",
                Markup.at(left),
                "y",
                Markup.at(y - BAR / 2),
                "width",
                Markup.at(Math.max(1, end - left)),
                "height",
                Markup.at(BAR));
        figure.interval().ifPresent(interval -> whisker(svg, interval, axis, y));
        double edge = figure.interval().map(i -> axis.at(i.high())).orElse(end);
        frame.svg()
                .element(
                        "text",
                        words(figure) + mark(figure.verdict()),
                        "class",
                        "value",
                        "x",
                        Markup.at(Math.max(edge, end) + 10),
                        "y",
                        Markup.at(y + 4.5));
    }

    private static String mark(Verdict verdict) {
        return verdict == Verdict.VALID ? "" : " " + FigureText.mark(verdict);
    }

    private static void whisker(Markup svg, Interval interval, Axis axis, double y) {
        String low = Markup.at(axis.at(interval.low()));
        String high = Markup.at(axis.at(interval.high()));
        String top = Markup.at(y - 5);
        String path =
                "M"
                        + low
                        + " "
                        + Markup.at(y)
                        + "H"
                        + high
                        + "M"
                        + low
                        + " "
                        + top
                        + "v10M"
                        + high
                        + " "
                        + top
                        + "v10";
        svg.empty("path", "class", "error", "d", path);
    }
}

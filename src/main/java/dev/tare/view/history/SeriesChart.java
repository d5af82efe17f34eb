package dev.tare.view.history;

import dev.tare.lab.history.Change;
import dev.tare.lab.history.SeriesFinding;
import dev.tare.lab.history.SeriesPoint;
import dev.tare.lab.history.Shift;
import dev.tare.lab.history.Standing;
import dev.tare.lab.verdict.FigureKind.Unit;
import dev.tare.lab.verdict.Verdict;
import dev.tare.view.text.Axis;
import dev.tare.view.text.ChartFrame;
import dev.tare.view.text.Markup;
import dev.tare.view.text.Quantity;
import dev.tare.view.text.Quantity.Scale;
import java.util.List;

/**
 * One series as a drawing: a point for each bundle, equally far apart, with its interval as a
 * whisker; levels as thick lines, change points as broken ones. A pointer that rests on a point
 * reads which bundle it is.
 */
final class SeriesChart {
    /** Points that are drawn, the newest. */
    static final int MAX_POINTS = 200;

    private static final double RADIUS = 3.6;
    private static final double LEFT = 52;
    private static final double TOP = 34;
    private static final double BELOW = 26;
    private static final int TICKS = 4;

    /** Labels of neighbouring change points stand in two rows. */
    private static final double ROW = 15;

    private final SeriesFinding finding;
    private final List<SeriesPoint> points;
    private final String style;
    private final Unit unit;

    /**
     * A drawing of one series.
     *
     * @param style class of its colour
     */
    SeriesChart(SeriesFinding finding, String style) {
        List<SeriesPoint> all = finding.series().points();
        this.finding = finding;
        this.points = all.subList(Math.max(0, all.size() - MAX_POINTS), all.size());
        this.style = style;
        this.unit = finding.series().subject().kind().unit();
    }

    /** Whether there is a value to draw. */
    boolean hasPoints() {
        return points.stream().anyMatch(point -> Double.isFinite(point.value()));
    }

    /**
     * Draws it.
     *
     * @param chart class of the drawing
     * @param id unique within the page
     */
    void draw(Markup svg, String chart, String id, double width, double height) {
        ChartFrame frame =
                new ChartFrame(svg, width, height, LEFT, width - 10, TOP, height - BELOW);
        Axis x = new Axis(-0.6, points.size() - 0.4, false, frame.left(), frame.right());
        Axis y = ValueRange.of(points).axis(TICKS, frame.bottom(), frame.top());
        Scale scale = Quantity.scale(Math.max(Math.abs(y.min()), Math.abs(y.max())), unit);
        String title = HistoryWords.subject(finding.series().subject());
        frame.open(chart, id, title, HistoryWords.standing(finding));
        String symbol = scale.symbol().isEmpty() ? "" : ", " + scale.symbol();
        String name = HistoryWords.figure(finding.series().subject()) + symbol;
        frame.vertical(y, scale, ValueRange.ticks(y, TICKS), name);
        dates(frame);
        levels(svg, x, y);
        turns(frame, x);
        whiskers(svg, x, y);
        for (int i = 0; i < points.size(); i++) {
            spot(svg, points.get(i), x.at(i), y);
        }
        frame.baseline();
        frame.close();
    }

    private void dates(ChartFrame frame) {
        double under = frame.bottom() + 17;
        frame.label(frame.left(), under, day(points.getFirst()), "start");
        if (points.size() > 1) {
            frame.label(frame.right(), under, day(points.getLast()), "end");
        }
    }

    private static String day(SeriesPoint point) {
        String moment = HistoryWords.moment(point.bundle());
        return moment.substring(0, moment.indexOf(' '));
    }

    private int place(SeriesPoint point) {
        return points.indexOf(point);
    }

    /** The mean of every stretch; the line of a drift. */
    private void levels(Markup svg, Axis x, Axis y) {
        int last = points.size() - 1;
        if (finding.standing() instanceof Standing.Drifts(Shift shift, double any)) {
            level(svg, x.at(0), y.at(shift.from()), x.at(last), y.at(shift.to()));
        }
        double from = x.at(-0.4);
        List<Change> changes = finding.changes();
        for (int i = 0; i < changes.size(); i++) {
            Change change = changes.get(i);
            int first = place(change.first());
            if (first < 0) {
                continue;
            }
            double at = x.at(first - 0.5);
            double before = y.at(change.shift().from());
            level(svg, from, before, at, before);
            from = at;
            if (i == changes.size() - 1) {
                double after = y.at(change.shift().to());
                level(svg, at, after, x.at(last + 0.4), after);
            }
        }
    }

    private void level(Markup svg, double x1, double y1, double x2, double y2) {
        String path =
                "M%s %sL%s %s"
                        .formatted(Markup.at(x1), Markup.at(y1), Markup.at(x2), Markup.at(y2));
        svg.empty("path", "class", "level " + style, "d", path);
    }

    private void turns(ChartFrame frame, Axis x) {
        Markup svg = frame.svg();
        int row = 0;
        for (Change change : finding.changes()) {
            int first = place(change.first());
            if (first < 0) {
                continue;
            }
            double at = x.at(first - 0.5);
            String way = change.shift().way().words();
            String path =
                    "M%s %sV%s"
                            .formatted(
                                    Markup.at(at),
                                    Markup.at(frame.top() - 4),
                                    Markup.at(frame.bottom()));
            svg.open("g");
            svg.element("title", turn(change));
            svg.empty("path", "class", "turn " + way, "d", path);
            boolean right = at > (frame.left() + frame.right()) / 2;
            svg.element(
                    "text",
                    HistoryWords.by(change.shift(), unit),
                    "class",
                    way,
                    "x",
                    Markup.at(right ? at - 5 : at + 5),
                    "y",
                    Markup.at(frame.top() + 6 + ROW * (row++ % 2)),
                    "text-anchor",
                    right ? "end" : "start");
            svg.close("g").line();
        }
    }

    private String turn(Change change) {
        return "%s UTC, between %s and %s: %s"
                .formatted(
                        HistoryWords.moment(change.first().bundle()),
                        change.last().bundle().path(),
                        change.first().bundle().path(),
                        HistoryWords.shift(change.shift(), unit));
    }

    private void whiskers(Markup svg, Axis x, Axis y) {
        StringBuilder path = new StringBuilder();
        for (int i = 0; i < points.size(); i++) {
            SeriesPoint point = points.get(i);
            if (point.used() && point.interval().isPresent()) {
                path.append('M').append(Markup.at(x.at(i))).append(' ');
                path.append(Markup.at(y.at(point.interval().get().low())));
                path.append('V').append(Markup.at(y.at(point.interval().get().high())));
            }
        }
        svg.empty("path", "class", "whisker " + style, "d", path.toString()).line();
    }

    private void spot(Markup svg, SeriesPoint point, double x, Axis y) {
        if (!Double.isFinite(point.value())) {
            return;
        }
        svg.open("g").element("title", HistoryWords.point(point, unit));
        svg.empty(
                "circle",
                "class",
                "spot " + style + kind(point),
                "cx",
                Markup.at(x),
                "cy",
                Markup.at(y.at(point.value())),
                "r",
                Markup.at(points.size() > MAX_POINTS / 2 ? RADIUS / 2 : RADIUS));
        svg.close("g").line();
    }

    private String kind(SeriesPoint point) {
        if (!point.used()) {
            return " invalid";
        }
        if (finding.outliers().contains(point)) {
            return " outlier";
        }
        return point.verdict() == Verdict.VALID ? "" : " tainted";
    }
}

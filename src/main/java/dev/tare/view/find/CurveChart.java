package dev.tare.view.find;

import dev.tare.base.stats.ConfidenceInterval;
import dev.tare.lab.find.PointResult;
import dev.tare.lab.find.PointVerdict;
import dev.tare.lab.find.RateCurve;
import dev.tare.lab.find.Reading;
import dev.tare.lab.objective.Threshold;
import dev.tare.lab.verdict.FigureKind.Unit;
import dev.tare.view.find.CurvePlot.Spot;
import dev.tare.view.text.Axis;
import dev.tare.view.text.ChartFrame;
import dev.tare.view.text.ChartFrame.Layout;
import dev.tare.view.text.Markup;
import dev.tare.view.text.Quantity;
import dev.tare.view.text.Quantity.Scale;
import java.util.List;
import java.util.Optional;
import java.util.stream.DoubleStream;

/**
 * The curve as SVG: every point with its interval; filled circles met the objective, crosses did
 * not. The bound is a dashed line.
 */
final class CurveChart {
    private static final double HEIGHT = 360;
    private static final double RADIUS = 4;
    private static final int TICKS = 6;

    private CurveChart() {}

    static void draw(Markup html, RateCurve curve) {
        CurvePlot plot = new CurvePlot(curve);
        if (plot.spots().isEmpty()) {
            return;
        }
        html.open("figure").line();
        draw(html, curve, plot, Layout.WIDE);
        draw(html, curve, plot, Layout.NARROW);
        html.close("figure").line();
    }

    private static void draw(Markup svg, RateCurve curve, CurvePlot plot, Layout layout) {
        List<Spot> spots = plot.spots();
        ChartFrame frame =
                new ChartFrame(
                        svg, layout.width(), HEIGHT, 58, layout.width() - 24.0, 34, HEIGHT - 46);
        Axis x = CurvePlot.rates(spots, frame.left() + 12, frame.right() - 12);
        Axis y = CurvePlot.times(spots, plot.bound(), frame.bottom(), frame.top());
        Scale scale = Quantity.columnScale(DoubleStream.of(Math.sqrt(y.min() * y.max())), Unit.NS);
        frame.open(layout.style(), "curve" + layout.width(), title(plot), description(curve));
        frame.vertical(y, scale, TICKS, plot.name() + ", " + scale.symbol());
        rates(frame, x, layout);
        plot.bound().ifPresent(threshold -> bound(frame, y, threshold));
        line(svg, spots, x, y);
        for (PointResult point : curve.byRate()) {
            plot.bound()
                    .flatMap(threshold -> interval(point, threshold))
                    .ifPresent(within ->
                            whisker(svg, x.at(point.figures().offeredPerSec()), within, y));
        }
        spots.forEach(spot -> dot(svg, spot, x, y));
        frame.baseline();
        frame.caption("offered rate");
        frame.close();
    }

    private static String title(CurvePlot plot) {
        return plot.name() + " against the offered rate";
    }

    private static String description(RateCurve curve) {
        return FindWords.answer(curve) + ".";
    }

    private static void rates(ChartFrame frame, Axis x, Layout layout) {
        int labels = layout == Layout.WIDE ? 6 : 3;
        for (int i = 0; i < labels; i++) {
            double share = i / (labels - 1.0);
            double rate = x.min() * StrictMath.pow(x.max() / x.min(), share);
            frame.label(x.at(rate), frame.bottom() + 18, FindWords.rate(rate), "middle");
        }
    }

    private static void bound(ChartFrame frame, Axis y, Threshold threshold) {
        String at = Markup.at(y.at(threshold.bound()));
        String path = "M" + Markup.at(frame.left()) + " " + at + "H" + Markup.at(frame.right());
        frame.svg().empty("path", "class", "axis", "d", path, "stroke-dasharray", "5 4");
        frame.label(frame.right(), y.at(threshold.bound()) - 5, threshold.text(), "end");
    }

    private static void line(Markup svg, List<Spot> spots, Axis x, Axis y) {
        StringBuilder path = new StringBuilder();
        for (Spot spot : spots) {
            path.append(path.isEmpty() ? "M" : "L").append(Markup.at(x.at(spot.ratePerSec())));
            path.append(' ').append(Markup.at(y.at(spot.valueNs())));
        }
        svg.empty("path", "class", "line tail s1", "d", path.toString());
    }

    private static Optional<ConfidenceInterval> interval(PointResult point, Threshold threshold) {
        return point.readings().stream()
                .filter(reading -> reading.threshold().equals(threshold))
                .findFirst()
                .flatMap(Reading::interval);
    }

    private static void whisker(Markup svg, double at, ConfidenceInterval within, Axis y) {
        String path =
                "M%s %sV%s"
                        .formatted(
                                Markup.at(at),
                                Markup.at(y.at(within.low())),
                                Markup.at(y.at(within.high())));
        svg.empty("path", "class", "whisker s1", "d", path);
    }

    private static void dot(Markup svg, Spot spot, Axis x, Axis y) {
        double at = x.at(spot.ratePerSec());
        double height = y.at(spot.valueNs());
        if (spot.verdict() == PointVerdict.MET) {
            svg.empty(
                    "circle",
                    "class",
                    "dot s3",
                    "cx",
                    Markup.at(at),
                    "cy",
                    Markup.at(height),
                    "r",
                    Markup.at(RADIUS));
            return;
        }
        String size = Markup.at(2 * RADIUS);
        String cross =
                "M%s %sl%s %sm0 -%sl-%s %s"
                        .formatted(
                                Markup.at(at - RADIUS),
                                Markup.at(height - RADIUS),
                                size,
                                size,
                                size,
                                size,
                                size);
        svg.empty("path", "class", "line s2", "d", cross);
    }
}

package dev.tare.view.report;

import dev.tare.lab.verdict.Figure;
import dev.tare.lab.verdict.Figure.Interval;
import dev.tare.lab.verdict.Verdict;
import dev.tare.view.report.Quantity.Scale;
import java.util.Optional;

/** Figures and tare costs as the cells of a table: numbers without units, and a mark. */
final class FigureText {
    private static final String AT_LEAST = "≥";

    private FigureText() {}

    /** The sign of a verdict. */
    static String mark(Verdict verdict) {
        return switch (verdict) {
            case VALID -> "✓";
            case TAINTED -> "~";
            case NOT_RESOLVABLE -> "·";
            case INVALID -> "✗";
        };
    }

    /** Whether the figure's value may be shown: an invalid one is not printed as a result. */
    static boolean shown(Figure figure) {
        return figure.verdict() != Verdict.INVALID && Double.isFinite(figure.value());
    }

    /**
     * The figure's value in {@code scale}, to the digits its interval supports; empty if hidden.
     */
    static String value(Figure figure, Scale scale) {
        if (!shown(figure)) {
            return "";
        }
        double halfWidth = figure.interval().map(Interval::halfWidth).orElse(0.0);
        String number = Quantity.number(figure.value() / scale.size(), halfWidth / scale.size());
        return (figure.lowerBound() ? AT_LEAST : "") + number;
    }

    /** The same with the unit that fits it, such as {@code ≥ 1.24 ms}. */
    static String valueWithUnit(Figure figure) {
        if (!shown(figure)) {
            return "";
        }
        Scale scale = Quantity.scale(figure.value(), figure.kind().unit());
        return scale.join(value(figure, scale));
    }

    /** Half of the interval's width in {@code scale}; empty where the figure has none. */
    static String halfWidth(Figure figure, Scale scale) {
        Optional<Interval> interval = figure.interval().filter(any -> shown(figure));
        return interval.map(i -> i.halfWidth() / scale.size())
                .map(half -> Quantity.number(half, half))
                .orElse("");
    }

    /** A tare cost: {@code +31.2 ± 2.1}, or {@code none > 0.4} where it is not resolvable. */
    static String cost(Figure cost, Scale scale) {
        if (!shown(cost)) {
            return "";
        }
        if (cost.verdict() == Verdict.NOT_RESOLVABLE) {
            return "none > " + Quantity.bound(largest(cost) / scale.size());
        }
        double value = cost.value() / scale.size();
        String sign = cost.lowerBound() ? AT_LEAST : "";
        return sign
                + cost.interval()
                        .map(i -> Quantity.plusMinus(value, i.halfWidth() / scale.size()))
                        .orElseGet(() -> Quantity.signed(value, 0));
    }

    /** The largest difference, either way, that the figure's interval leaves room for. */
    static double largest(Figure figure) {
        return figure.interval()
                .map(i -> Math.max(Math.abs(i.low()), Math.abs(i.high())))
                .orElse(Math.abs(figure.value()));
    }
}

package dev.tare.view.text;

import dev.tare.lab.verdict.Figure;
import dev.tare.lab.verdict.Figure.Interval;
import dev.tare.lab.verdict.Verdict;
import dev.tare.view.text.Quantity.Scale;

/** Figures and tare costs as the cells of a table: numbers without units, and a mark. */
public final class FigureText {
    private static final String AT_LEAST = "≥";

    private FigureText() {}

    /** The sign of a verdict. */
    public static String mark(Verdict verdict) {
        return switch (verdict) {
            case VALID -> "✓";
            case TAINTED -> "~";
            case NOT_RESOLVABLE -> "·";
            case INVALID -> "✗";
        };
    }

    /** Whether the figure's value may be shown: an invalid one is not printed as a result. */
    public static boolean shown(Figure figure) {
        return figure.verdict() != Verdict.INVALID && Double.isFinite(figure.value());
    }

    /**
     * The figure's value in {@code scale}, to the digits its interval supports; empty if hidden.
     */
    public static String value(Figure figure, Scale scale) {
        if (!shown(figure)) {
            return "";
        }
        double margin = figure.interval().isPresent() ? margin(figure) : 0;
        String number = Quantity.number(figure.value() / scale.size(), margin / scale.size());
        return (figure.lowerBound() ? AT_LEAST : "") + number;
    }

    /** The figure's margin in {@code scale}; empty where it has no interval. */
    public static String margin(Figure figure, Scale scale) {
        boolean known = figure.interval().isPresent() && shown(figure);
        return known ? Quantity.margin(margin(figure) / scale.size()) : "";
    }

    /** How far the value is from the farther end of its interval; 0 where it has none. */
    private static double margin(Figure figure) {
        return figure.interval()
                .map(i -> Math.max(i.high() - figure.value(), figure.value() - i.low()))
                .map(margin -> Math.max(0, margin))
                .orElse(0.0);
    }

    /**
     * A tare cost: {@code +31.2 ± 1.4}; {@code none > 0.4} where it is not resolvable; {@code
     * +0.050 (0.012 to 0.104)} where a lopsided interval would look as if it held 0.
     */
    public static String cost(Figure cost, Scale scale) {
        if (!shown(cost)) {
            return "";
        }
        if (cost.verdict() == Verdict.NOT_RESOLVABLE) {
            double largest = largest(cost) / scale.size();
            return largest == 0 ? "0" : "none > " + Quantity.bound(largest);
        }
        double value = cost.value() / scale.size();
        String sign = cost.lowerBound() ? AT_LEAST : "";
        if (cost.interval().isEmpty()) {
            return sign + Quantity.signed(value, 0);
        }
        double margin = margin(cost) / scale.size();
        Interval interval = cost.interval().get();
        boolean lopsided = margin >= Math.abs(value) && !interval.contains(0);
        if (!lopsided) {
            return sign + Quantity.plusMinus(value, margin);
        }
        double finer = margin / 10;
        return "%s%s (%s to %s)"
                .formatted(
                        sign,
                        Quantity.signed(value, finer),
                        Quantity.number(interval.low() / scale.size(), finer),
                        Quantity.number(interval.high() / scale.size(), finer));
    }

    /** The largest difference, either way, that the figure's interval leaves room for. */
    public static double largest(Figure figure) {
        return figure.interval()
                .map(i -> Math.max(Math.abs(i.low()), Math.abs(i.high())))
                .orElse(Math.abs(figure.value()));
    }
}

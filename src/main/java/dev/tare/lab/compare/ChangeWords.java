package dev.tare.lab.compare;

import dev.tare.lab.verdict.Figure.Interval;
import dev.tare.lab.verdict.FigureKind;
import java.util.Locale;

/**
 * Changes as a person reads them: percent, of errors points of a percent; to the digits that the
 * interval supports. The same on every machine and in every locale.
 */
public final class ChangeWords {
    private static final double IN_PERCENT = 100;
    private static final int MOST_DECIMALS = 4;

    private ChangeWords() {}

    /** Such as {@code +10.2 %} or {@code −0.13 points}; a dash where there is none. */
    public static String change(FigureChange change) {
        return Double.isFinite(change.change())
                ? signed(change.change(), decimals(change)) + unit(change.kind())
                : "–";
    }

    /** Such as {@code +9.1 to +11.3 %}; a dash where there is none. */
    public static String interval(FigureChange change) {
        return change.interval()
                .map(interval -> ends(interval, decimals(change)) + unit(change.kind()))
                .orElse("–");
    }

    /** By how much bare has changed, such as {@code +0.3 %}; a dash where it has no part. */
    public static String bareChange(FigureChange change) {
        return Double.isFinite(change.bareChange()) ? signed(change.bareChange(), 1) + " %" : "–";
    }

    /** What it comes to, such as {@code worse} or {@code no difference > 4.2 %}. */
    public static String standing(FigureChange change) {
        return change.standing() == Standing.NO_DIFFERENCE
                ? "no difference > " + largest(change)
                : change.standing().words();
    }

    /** The largest change that the interval leaves room for, rounded up, such as {@code 4.2 %}. */
    public static String largest(FigureChange change) {
        double percent = change.largest() * IN_PERCENT;
        if (!Double.isFinite(percent)) {
            return "–";
        }
        int decimals = percent <= 0 ? 0 : Math.clamp(1 - exponent(percent), 0, MOST_DECIMALS);
        double scale = Math.pow(10, decimals);
        // A hair is taken off, so that 2 does not become 3 by the rounding of binary fractions.
        return fixed(Math.ceil(percent * scale - 1e-6) / scale, decimals) + unit(change.kind());
    }

    /**
     * The change without its sign, with its interval and what it is, such as {@code 10.2 % (9.1 to
     * 11.3) more CPU/request}.
     */
    static String amount(FigureChange change) {
        boolean more = change.change() > 0;
        double sign = more ? 1 : -1;
        int decimals = decimals(change);
        String ends =
                change.interval()
                        .map(i -> {
                            double near = sign * (more ? i.low() : i.high()) * IN_PERCENT;
                            double far = sign * (more ? i.high() : i.low()) * IN_PERCENT;
                            return " (%s to %s)"
                                    .formatted(fixed(near, decimals), fixed(far, decimals));
                        })
                        .orElse("");
        return fixed(sign * change.change() * IN_PERCENT, decimals)
                + unit(change.kind())
                + ends
                + (more ? " more " : " less ")
                + change.kind().label();
    }

    private static String unit(FigureKind kind) {
        return FigureChange.inPoints(kind) ? " points" : " %";
    }

    private static String ends(Interval interval, int decimals) {
        return signed(interval.low(), decimals) + " to " + signed(interval.high(), decimals);
    }

    /** Those that show the margin to one significant digit, to two where it begins with a 1. */
    private static int decimals(FigureChange change) {
        double margin = change.interval().map(Interval::halfWidth).orElse(0.005) * IN_PERCENT;
        if (!(margin > 0) || !Double.isFinite(margin)) {
            return MOST_DECIMALS;
        }
        boolean beginsWithOne = margin / Math.pow(10, exponent(margin)) < 1.95;
        return Math.clamp((beginsWithOne ? 1 : 0) - exponent(margin), 0, MOST_DECIMALS);
    }

    private static int exponent(double value) {
        return (int) Math.floor(Math.log10(value));
    }

    private static String signed(double share, int decimals) {
        String text = fixed(Math.abs(share) * IN_PERCENT, decimals);
        boolean zero = text.chars().allMatch(c -> c == '0' || c == '.');
        return zero ? text : (share < 0 ? "−" : "+") + text;
    }

    private static String fixed(double value, int decimals) {
        String text = String.format(Locale.ROOT, "%,." + decimals + "f", value);
        return text.startsWith("-") && text.chars().skip(1).allMatch(c -> c == '0' || c == '.')
                ? text.substring(1)
                : text.replace('-', '−');
    }
}

package dev.tare.view.text;

import dev.tare.lab.verdict.FigureKind.Unit;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.List;
import java.util.Locale;
import java.util.stream.DoubleStream;

/**
 * Numbers as a person reads them: three significant digits or as many as the interval supports,
 * thousands grouped by commas, a true minus sign, decimal multiples of units (1 MB is 10^6 bytes).
 *
 * <p>Rounding is half up and decides the unit: 999.95 µs is 1.00 ms, never 1000 µs. Independent of
 * the locale.
 */
public final class Quantity {
    /** Stands for a number that does not exist. */
    public static final String ABSENT = "–";

    private static final int SIGNIFICANT_DIGITS = 3;
    private static final MathContext SIGNIFICANT =
            new MathContext(SIGNIFICANT_DIGITS, RoundingMode.HALF_UP);
    private static final int MAX_DECIMALS = 4;
    private static final int GROUP = 3;

    /** From here on a number is printed with an exponent. */
    private static final double LARGEST_PLAIN = 1e15;

    /** A column's unit is the largest in which its smallest number is not below this. */
    private static final double SMALLEST_IN_COLUMN = 1;

    /** The same for times, where a table holds small and large ones side by side. */
    private static final double SMALLEST_TIME_IN_COLUMN = 0.05;

    private static final List<Scale> TIMES =
            List.of(
                    new Scale(1, "ns"),
                    new Scale(1e3, "µs"),
                    new Scale(1e6, "ms"),
                    new Scale(1e9, "s"));
    private static final List<Scale> RATES = List.of(new Scale(1, "/s"), new Scale(1e6, "M/s"));
    private static final List<Scale> BYTE_RATES =
            List.of(
                    new Scale(1, "B/s"),
                    new Scale(1e3, "kB/s"),
                    new Scale(1e6, "MB/s"),
                    new Scale(1e9, "GB/s"));
    private static final List<Scale> BYTES =
            List.of(
                    new Scale(1, "B"),
                    new Scale(1e3, "kB"),
                    new Scale(1e6, "MB"),
                    new Scale(1e9, "GB"));
    private static final List<Scale> COUNTS = List.of(new Scale(1, ""));
    private static final List<Scale> RATIOS = List.of(new Scale(0.01, "%"));

    /** Apart, for they cost 10 ms at the start of a command, which prints no margin. */
    private static final class Margin {
        /** Below this leading part a margin keeps two digits, from there on one. */
        private static final BigDecimal TWO_DIGITS_BELOW = new BigDecimal("1.95");

        /**
         * Taken off a margin, in its last digit, so that 2 does not become 3 by a binary fraction.
         */
        private static final BigDecimal HAIR = new BigDecimal("1e-6");

        private Margin() {}
    }

    private Quantity() {}

    /**
     * A unit to print in.
     *
     * @param size how many of the kind's own units one of it is, more than 0
     * @param symbol such as {@code ms}
     */
    public record Scale(double size, String symbol) {

        /** The number with the symbol behind it. */
        public String join(String number) {
            boolean touches = symbol.isEmpty() || symbol.startsWith("/");
            return touches ? number + symbol : number + " " + symbol;
        }
    }

    /** {@code value}, in {@code unit}, with three significant digits in the unit that fits. */
    public static String of(double value, Unit unit) {
        if (!Double.isFinite(value)) {
            return number(value);
        }
        Scale scale = scale(value, unit);
        return scale.join(number(value / scale.size()));
    }

    /** A duration in ns with three significant digits in the unit that fits. */
    public static String duration(double ns) {
        return of(ns, Unit.NS);
    }

    /** The largest unit of which the rounded {@code value} is at least one. */
    public static Scale scale(double value, Unit unit) {
        List<Scale> scales = scales(unit);
        Scale fits = scales.getFirst();
        if (!Double.isFinite(value)) {
            return fits;
        }
        double rounded = Math.abs(BigDecimal.valueOf(value).round(SIGNIFICANT).doubleValue());
        for (Scale scale : scales) {
            if (rounded >= scale.size()) {
                fits = scale;
            }
        }
        return fits;
    }

    /** One unit for all of a column's numbers; those that are not finite or are 0 do not count. */
    public static Scale columnScale(DoubleStream values, Unit unit) {
        double smallest =
                values.filter(Double::isFinite)
                        .map(Math::abs)
                        .filter(value -> value > 0)
                        .min()
                        .orElse(0);
        double least = unit == Unit.NS ? SMALLEST_TIME_IN_COLUMN : SMALLEST_IN_COLUMN;
        Scale fits = scales(unit).getFirst();
        for (Scale scale : scales(unit)) {
            if (smallest >= least * scale.size()) {
                fits = scale;
            }
        }
        return fits;
    }

    /** {@code value} with three significant digits, and no unit. */
    public static String number(double value) {
        if (Double.isNaN(value)) {
            return ABSENT;
        }
        if (Double.isInfinite(value)) {
            return value > 0 ? "∞" : "−∞";
        }
        if (value == 0) {
            return "0";
        }
        BigDecimal rounded = BigDecimal.valueOf(value).round(SIGNIFICANT);
        return number(value, SIGNIFICANT_DIGITS - 1 - exponent(rounded), true);
    }

    /**
     * {@code value} with as many digits as that margin supports, and no unit; three significant
     * digits where {@code margin} is 0 or not finite.
     */
    public static String number(double value, double margin) {
        if (!Double.isFinite(value) || !Double.isFinite(margin) || margin <= 0) {
            return number(value);
        }
        return number(value, decimals(margin), false);
    }

    /** A margin, 0 or more, rounded up to the digits that it keeps. */
    public static String margin(double margin) {
        if (!Double.isFinite(margin) || margin <= 0 || margin >= LARGEST_PLAIN) {
            return number(margin);
        }
        int kept = Math.min(decimals(margin), MAX_DECIMALS);
        BigDecimal exact = BigDecimal.valueOf(margin).subtract(Margin.HAIR.movePointLeft(kept));
        return grouped(exact.setScale(kept, RoundingMode.CEILING));
    }

    /** Such as {@code +31.2 ± 1.4}: signed, both to the digits that the margin keeps. */
    public static String plusMinus(double value, double margin) {
        return signed(value, margin) + " ± " + margin(margin);
    }

    /** Such as {@code +31.2}. */
    public static String signed(double value, double margin) {
        String number = number(value, margin);
        boolean zero = number.matches("[0.]+");
        boolean unsigned = zero || number.equals(ABSENT) || number.startsWith("−");
        return unsigned ? number : "+" + number;
    }

    /** {@code value}, 0 or more, rounded up to two digits: what a true value does not exceed. */
    public static String bound(double value) {
        if (!Double.isFinite(value) || value == 0) {
            return number(value);
        }
        MathContext up = new MathContext(2, RoundingMode.CEILING);
        return grouped(BigDecimal.valueOf(value).round(up));
    }

    /**
     * How many decimals a number with that margin deserves, negative for tens and hundreds: those
     * that show the margin to one significant digit, to two where it begins with a 1, as the one
     * sentence has it too.
     */
    static int decimals(double margin) {
        BigDecimal exact = BigDecimal.valueOf(margin);
        int exponent = exponent(exact);
        int digits = exact.movePointLeft(exponent).compareTo(Margin.TWO_DIGITS_BELOW) < 0 ? 2 : 1;
        return digits - 1 - exponent;
    }

    /** A share in percent without needless zeros, such as {@code 95 %} or {@code 99.9 %}. */
    public static String percent(double share) {
        if (!Double.isFinite(share)) {
            return ABSENT;
        }
        BigDecimal percent =
                BigDecimal.valueOf(share)
                        .movePointRight(2)
                        .setScale(MAX_DECIMALS, RoundingMode.HALF_UP)
                        .stripTrailingZeros();
        return grouped(percent.scale() < 0 ? percent.setScale(0) : percent) + " %";
    }

    /** A share in percent with two decimals, such as {@code 0.41 %}. */
    public static String percentWithTwoDecimals(double share) {
        return Double.isFinite(share)
                ? grouped(BigDecimal.valueOf(share * 100).setScale(2, RoundingMode.HALF_UP)) + " %"
                : ABSENT;
    }

    /** Whole number with grouped thousands. */
    public static String count(long value) {
        String digits = grouped(Long.toString(value).replace("-", ""));
        return value < 0 ? "−" + digits : digits;
    }

    private static String number(double value, int decimals, boolean keepDigits) {
        if (Math.abs(value) >= LARGEST_PLAIN) {
            return String.format(Locale.ROOT, "%.2E", value).replaceFirst("^-", "−");
        }
        int kept = Math.min(decimals, MAX_DECIMALS);
        BigDecimal exact = BigDecimal.valueOf(value);
        BigDecimal rounded =
                keepDigits && kept < 0
                        ? exact.round(SIGNIFICANT).setScale(0, RoundingMode.HALF_UP)
                        : exact.setScale(kept, RoundingMode.HALF_UP);
        if (rounded.signum() == 0 && keepDigits) {
            String limit = BigDecimal.ONE.movePointLeft(MAX_DECIMALS).toPlainString();
            return value > 0 ? "< " + limit : "> −" + limit;
        }
        return grouped(rounded);
    }

    private static String grouped(BigDecimal value) {
        String digits = grouped(value.abs().toPlainString());
        return value.signum() < 0 ? "−" + digits : digits;
    }

    private static String grouped(String plain) {
        int point = plain.indexOf('.');
        int end = point < 0 ? plain.length() : point;
        StringBuilder text = new StringBuilder(plain);
        for (int i = end - GROUP; i > 0; i -= GROUP) {
            text.insert(i, ',');
        }
        return text.toString();
    }

    private static int exponent(BigDecimal value) {
        return value.precision() - value.scale() - 1;
    }

    private static List<Scale> scales(Unit unit) {
        return switch (unit) {
            case NS -> TIMES;
            case PER_SEC -> RATES;
            case BYTES_PER_SEC -> BYTE_RATES;
            case BYTES -> BYTES;
            case COUNT -> COUNTS;
            case RATIO -> RATIOS;
        };
    }
}

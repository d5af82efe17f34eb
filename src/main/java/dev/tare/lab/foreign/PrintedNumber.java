package dev.tare.lab.foreign;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

/**
 * Numbers as C's {@code printf} and Go's {@code fmt} print them. Both round the exact binary value,
 * half to even; Java's formatter rounds its shortest decimal text, half up, which differs in the
 * last digit.
 */
final class PrintedNumber {
    /** Go writes an exponent from here on where it prints as few digits as it can. */
    private static final int SHORTEST_EXPONENT_LIMIT = 6;

    private static final double NS_PER_SECOND = 1e9;

    private PrintedNumber() {}

    /** {@code %.Nf}. */
    static String fixed(double value, int decimals) {
        if (Double.isNaN(value)) {
            return "nan";
        }
        if (Double.isInfinite(value)) {
            return value > 0 ? "inf" : "-inf";
        }
        String text =
                new BigDecimal(value).setScale(decimals, RoundingMode.HALF_EVEN).toPlainString();
        return value < 0 && !text.startsWith("-") ? "-" + text : text;
    }

    /** {@code %.Ng}: {@code significant} digits at most, no trailing zeros. */
    static String general(double value, int significant) {
        if (isSpecial(value)) {
            return special(value);
        }
        BigDecimal rounded =
                new BigDecimal(value).round(new MathContext(significant, RoundingMode.HALF_EVEN));
        return general(rounded.stripTrailingZeros(), significant);
    }

    /** Go's {@code %g}: as few digits as tell the value from its neighbours. */
    static String shortest(double value) {
        if (isSpecial(value)) {
            return special(value);
        }
        return general(
                new BigDecimal(Double.toString(value)).stripTrailingZeros(),
                SHORTEST_EXPONENT_LIMIT);
    }

    private static boolean isSpecial(double value) {
        return value == 0 || Double.isNaN(value) || Double.isInfinite(value);
    }

    private static String special(double value) {
        if (Double.isNaN(value)) {
            return "NaN";
        }
        return value == 0 ? "0" : value > 0 ? "+Inf" : "-Inf";
    }

    private static String general(BigDecimal value, int exponentLimit) {
        int exponent = value.precision() - value.scale() - 1;
        if (exponent >= -4 && exponent < exponentLimit) {
            return value.toPlainString();
        }
        String digits = value.unscaledValue().abs().toString();
        String mantissa =
                digits.length() == 1 ? digits : digits.charAt(0) + "." + digits.substring(1);
        return "%s%se%s%02d"
                .formatted(
                        value.signum() < 0 ? "-" : "",
                        mantissa,
                        exponent < 0 ? "-" : "+",
                        Math.abs(exponent));
    }

    /** A duration as Go prints it: {@code 1m30s}, {@code 5s}, {@code 2.178918ms}, {@code 12ns}. */
    static String goDuration(long durationNs) {
        if (durationNs == 0) {
            return "0s";
        }
        if (durationNs < NS_PER_SECOND) {
            return durationNs < 1_000
                    ? durationNs + "ns"
                    : durationNs < 1_000_000
                            ? plain(durationNs, 3) + "µs"
                            : plain(durationNs, 6) + "ms";
        }
        long minutes = durationNs / 60_000_000_000L;
        String seconds = plain(durationNs % 60_000_000_000L, 9) + "s";
        if (minutes == 0) {
            return seconds;
        }
        return minutes < 60
                ? minutes + "m" + seconds
                : minutes / 60 + "h" + minutes % 60 + "m" + seconds;
    }

    private static String plain(long unscaled, int scale) {
        BigDecimal value = BigDecimal.valueOf(unscaled, scale);
        return value.signum() == 0 ? "0" : value.stripTrailingZeros().toPlainString();
    }
}

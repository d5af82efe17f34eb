package dev.tare.lab.foreign.reader;

import dev.tare.lab.foreign.reader.result.Printed;
import java.math.BigDecimal;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.ToDoubleFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Figures as the tools print them; what is none is empty. */
final class NumberText {
    /** No longer text is a figure; the longest that a tool prints has some 25 digits. */
    private static final int MAX_CHARS = 40;

    private static final int MAX_LONG_DIGITS = 18;
    private static final Pattern DECIMAL = Pattern.compile("-?\\d++(?:\\.\\d++)?+");
    private static final Pattern GENERAL =
            Pattern.compile("-?\\d++(\\.\\d++)?+(?:e[+-]?\\d{1,3})?");
    private static final Pattern WITH_UNIT =
            Pattern.compile("(-?\\d++(?:\\.\\d++)?+) ?([A-Za-zµμ]*+)");
    private static final Pattern GO_PART =
            Pattern.compile("\\G(\\d++(?:\\.\\d++)?+)(ns|us|µs|μs|ms|s|m|h|d)");
    private static final Pattern NOT_A_NUMBER =
            Pattern.compile("(?i)[+-]?(?:nan|inf|infinity)[a-z%]{0,3}");
    private static final Pattern WHOLE = Pattern.compile("-?\\d++");

    private NumberText() {}

    /** Whether "nan" or "inf" stands there. */
    static boolean isNotANumber(String text) {
        return text.length() <= MAX_CHARS && NOT_A_NUMBER.matcher(text).matches();
    }

    /** Digits with a point: C's {@code %.2f}. */
    static Optional<Printed> decimal(String text) {
        return text.length() <= MAX_CHARS && DECIMAL.matcher(text).matches()
                ? printed(text, lastPlace(text))
                : Optional.empty();
    }

    /**
     * C's {@code %.Ng}, which cuts trailing zeros: a short text is as precise as a long one.
     *
     * @param digits N
     */
    static Optional<Printed> significant(String text, int digits) {
        Optional<Printed> exact = general(text);
        if (exact.isEmpty() || exact.get().value() == 0) {
            return exact;
        }
        double value = exact.get().value();
        double exponent = Math.floor(Math.log10(Math.abs(value)));
        return ofFinite(value, 0.5 * Math.pow(10, exponent - digits + 1));
    }

    /** Go's {@code %g}: as many digits as tell the number from its neighbours. */
    static Optional<Printed> general(String text) {
        return text.length() <= MAX_CHARS
                        && GENERAL.matcher(text.toLowerCase(Locale.ROOT)).matches()
                ? printed(text, 0)
                : Optional.empty();
    }

    /** A duration of wrk's, such as {@code 635.91us} or {@code 1.36s}: nanoseconds. */
    static Optional<Printed> wrkDurationNs(String text) {
        return withUnit(
                text,
                unit ->
                        switch (unit) {
                            case "us", "µs", "μs", "usec" -> 1e3;
                            case "ms", "msec" -> 1e6;
                            case "s", "sec" -> 1e9;
                            case "m" -> 60e9;
                            case "h" -> 3600e9;
                            default -> Double.NaN;
                        });
    }

    /** A number of bytes of wrk's, such as {@code 17.76GB}: multiples of 1024. */
    static Optional<Printed> wrkBytes(String text) {
        return withUnit(
                text,
                unit ->
                        switch (unit) {
                            case "B" -> 1;
                            case "KB" -> 0x1p10;
                            case "MB" -> 0x1p20;
                            case "GB" -> 0x1p30;
                            case "TB" -> 0x1p40;
                            case "PB" -> 0x1p50;
                            default -> Double.NaN;
                        });
    }

    /** A count of wrk's, such as {@code 1.53k}: multiples of 1000. */
    static Optional<Printed> wrkCount(String text) {
        return withUnit(
                text,
                unit ->
                        switch (unit) {
                            case "" -> 1;
                            case "k" -> 1e3;
                            case "M" -> 1e6;
                            case "G" -> 1e9;
                            case "T" -> 1e12;
                            default -> Double.NaN;
                        });
    }

    private static Optional<Printed> withUnit(String text, ToDoubleFunction<String> factors) {
        Matcher matcher = WITH_UNIT.matcher(text);
        if (text.length() > MAX_CHARS || !matcher.matches()) {
            return Optional.empty();
        }
        double factor = factors.applyAsDouble(matcher.group(2));
        return Double.isNaN(factor)
                ? Optional.empty()
                : decimal(matcher.group(1)).flatMap(value -> scaled(value, factor));
    }

    /** In another unit; empty if that is no finite number. */
    static Optional<Printed> scaled(Printed value, double factor) {
        return ofFinite(value.value() * factor, value.halfUnit() * factor);
    }

    /** A duration of Go's, such as {@code 1m30.5s}: nanoseconds, exact. */
    static Optional<Printed> goDurationNs(String text) {
        String digits = text.startsWith("-") ? text.substring(1) : text;
        if (text.length() > MAX_CHARS || digits.isEmpty()) {
            return Optional.empty();
        }
        if (digits.equals("0")) {
            return Optional.of(Printed.exact(0));
        }
        Matcher part = GO_PART.matcher(digits);
        double totalNs = 0;
        int end = 0;
        while (part.find()) {
            totalNs += Double.parseDouble(part.group(1)) * unitNs(part.group(2));
            end = part.end();
        }
        return end != digits.length()
                ? Optional.empty()
                : ofFinite(text.startsWith("-") ? -totalNs : totalNs, 0);
    }

    private static double unitNs(String unit) {
        return switch (unit) {
            case "ns" -> 1;
            case "us", "µs", "μs" -> 1e3;
            case "ms" -> 1e6;
            case "s" -> 1e9;
            case "m" -> 60e9;
            case "h" -> 3600e9;
            default -> 24 * 3600e9;
        };
    }

    /** A whole number of at most 18 digits; commas between thousands are taken. */
    static OptionalLong whole(String text) {
        String digits = text.replace(",", "");
        return digits.length() <= MAX_LONG_DIGITS && WHOLE.matcher(digits).matches()
                ? OptionalLong.of(Long.parseLong(digits))
                : OptionalLong.empty();
    }

    /** A whole number from 1 to 2³¹ − 1. */
    static OptionalInt count(String text) {
        return count(whole(text));
    }

    /** The same, from a number that may be anything. */
    static OptionalInt count(OptionalLong number) {
        return number.isPresent()
                        && number.getAsLong() > 0
                        && number.getAsLong() <= Integer.MAX_VALUE
                ? OptionalInt.of((int) number.getAsLong())
                : OptionalInt.empty();
    }

    /** An exact number, if it is one. */
    static Optional<Printed> ofFinite(double value, double halfUnit) {
        return Double.isFinite(value) && Double.isFinite(halfUnit) && halfUnit >= 0
                ? Optional.of(new Printed(value, halfUnit))
                : Optional.empty();
    }

    /**
     * A percentage as a quantile: 99.9 is 0.999, exactly the number that Java writes so.
     *
     * @param percent digits with a point
     */
    static double quantile(String percent) {
        return new BigDecimal(percent).movePointLeft(2).doubleValue();
    }

    private static Optional<Printed> printed(String text, double halfUnit) {
        return ofFinite(Double.parseDouble(text), halfUnit);
    }

    private static double lastPlace(String text) {
        int point = text.indexOf('.');
        int decimals = point < 0 ? 0 : text.length() - point - 1;
        return 0.5 * Math.pow(10, -decimals);
    }
}

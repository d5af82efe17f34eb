package dev.tare.base.core;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Durations, rates and counts as people type them.
 *
 * <p>Durations: {@code 30s}, {@code 500ms}, {@code 1.5m}, {@code 1h2m3.5s}, {@code 1d4h}; units
 * {@code ns us ms s m h d}; a bare number counts seconds, as wrk has it. Rates: {@code 5000/s},
 * {@code 5k}, {@code 300/m}. Counts: {@code 64}, {@code 10k}, {@code 2M}.
 */
public final class QuantityText {
    private static final Pattern DURATION_PART =
            Pattern.compile("\\G(\\d+(?:\\.\\d+)?)(ns|us|µs|ms|s|m|h|d)");
    private static final Pattern NUMBER = Pattern.compile("\\d+(?:\\.\\d+)?");
    private static final Pattern RATE =
            Pattern.compile("(\\d+(?:\\.\\d+)?)([kMG]?)(?:/(s|m|h|sec|min))?");
    private static final Pattern COUNT = Pattern.compile("(\\d+(?:\\.\\d+)?)([kMG]?)");
    private static final double MAX_DURATION_NS = 366.0 * 24 * 3600 * 1e9;

    private QuantityText() {}

    /**
     * Reads a duration.
     *
     * @return ns, 0 to about a year
     * @throws IllegalArgumentException that names the text and what was expected
     */
    public static long durationNs(String text) {
        String trimmed = text.strip();
        if (NUMBER.matcher(trimmed).matches()) {
            return checkedDurationNs(Double.parseDouble(trimmed) * 1e9, text);
        }
        Matcher part = DURATION_PART.matcher(trimmed);
        double totalNs = 0;
        int end = 0;
        while (part.find()) {
            totalNs += Double.parseDouble(part.group(1)) * unitNs(part.group(2));
            end = part.end();
        }
        if (trimmed.isEmpty() || end != trimmed.length()) {
            throw new IllegalArgumentException(
                    "\"" + text + "\" is not a duration; write it as 500ms, 30s, 2m or 1h30m");
        }
        return checkedDurationNs(totalNs, text);
    }

    private static long checkedDurationNs(double durationNs, String text) {
        if (durationNs > MAX_DURATION_NS) {
            throw new IllegalArgumentException("\"" + text + "\" is longer than a year");
        }
        return Math.round(durationNs);
    }

    private static double unitNs(String unit) {
        return switch (unit) {
            case "ns" -> 1;
            case "us", "µs" -> 1e3;
            case "ms" -> 1e6;
            case "s" -> 1e9;
            case "m" -> 60e9;
            case "h" -> 3600e9;
            case "d" -> 24 * 3600e9;
            default -> throw new IllegalStateException(unit);
        };
    }

    /**
     * Reads a rate.
     *
     * @return a second, more than 0
     * @throws IllegalArgumentException that names the text and what was expected
     */
    public static double ratePerSec(String text) {
        Matcher matcher = RATE.matcher(text.strip());
        if (matcher.matches()) {
            String per = matcher.group(3) == null ? "s" : matcher.group(3);
            double seconds = per.startsWith("s") ? 1 : per.startsWith("m") ? 60 : 3600;
            double ratePerSec =
                    Double.parseDouble(matcher.group(1)) * multiple(matcher.group(2)) / seconds;
            if (ratePerSec > 0) {
                return ratePerSec;
            }
        }
        throw new IllegalArgumentException(
                "\"" + text + "\" is not a rate; write it as 5000/s, 5k or 300/m");
    }

    /**
     * Reads a whole number.
     *
     * @param minimum the least that is allowed
     * @param maximum the most that is allowed
     * @throws IllegalArgumentException that names the text and what was expected
     */
    public static int count(String text, int minimum, int maximum) {
        Matcher matcher = COUNT.matcher(text.strip());
        if (matcher.matches()) {
            double value = Double.parseDouble(matcher.group(1)) * multiple(matcher.group(2));
            if (value == Math.rint(value) && value >= minimum && value <= maximum) {
                return (int) value;
            }
        }
        throw new IllegalArgumentException(
                "\"%s\" is not a whole number from %d to %d".formatted(text, minimum, maximum));
    }

    private static double multiple(String suffix) {
        return switch (suffix) {
            case "k" -> 1e3;
            case "M" -> 1e6;
            case "G" -> 1e9;
            default -> 1;
        };
    }

    /** A duration in words that {@link #durationNs} reads back, such as {@code 1m30s}. */
    public static String ofNs(long durationNs) {
        if (durationNs >= 60_000_000_000L) {
            long minutes = durationNs / 60_000_000_000L;
            long restNs = durationNs % 60_000_000_000L;
            return restNs == 0 ? minutes + "m" : minutes + "m" + ofNs(restNs);
        }
        if (durationNs >= 1_000_000_000L) {
            return trimmed(durationNs / 1e9) + "s";
        }
        if (durationNs >= 1_000_000L) {
            return trimmed(durationNs / 1e6) + "ms";
        }
        return durationNs >= 1_000L ? trimmed(durationNs / 1e3) + "us" : durationNs + "ns";
    }

    private static String trimmed(double value) {
        String text = String.format(Locale.ROOT, "%.6f", value);
        return text.replaceFirst("0+$", "").replaceFirst("\\.$", "");
    }
}

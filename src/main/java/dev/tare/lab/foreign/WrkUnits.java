package dev.tare.lab.foreign;

/**
 * Quantities as wrk and wrk2 print them. A value goes over to the next unit at 0.85 of it, so that
 * 850 µs are {@code 0.85ms}; the last unit of a row is never reached.
 */
final class WrkUnits {
    private static final double STEP = 0.85;
    private static final String[] MICROSECONDS = {"us", "ms"};
    private static final String[] SECONDS = {"s", "m"};
    private static final String[] BINARY = {"", "K", "M", "G", "T"};
    private static final String[] METRIC = {"", "k", "M", "G", "T"};
    private static final double US_PER_SECOND = 1e6;

    private WrkUnits() {}

    /** A duration given in microseconds, with two decimals. */
    static String durationUs(double valueUs) {
        return valueUs >= US_PER_SECOND
                ? text(valueUs / US_PER_SECOND, 60, SECONDS, 2)
                : text(valueUs, 1000, MICROSECONDS, 2);
    }

    /** A duration given in seconds, without decimals. */
    static String wholeSeconds(double valueSeconds) {
        return text(valueSeconds, 60, SECONDS, 0);
    }

    /** A number of bytes, without the letter B. */
    static String bytes(double value) {
        return text(value, 1024, BINARY, 2);
    }

    static String count(double value) {
        return text(value, 1000, METRIC, 2);
    }

    private static String text(double value, int scale, String[] units, int decimals) {
        double amount = value;
        int unit = 0;
        while (unit + 1 < units.length && amount >= scale * STEP) {
            amount /= scale;
            unit++;
        }
        return PrintedNumber.fixed(amount, decimals) + units[unit];
    }

    /**
     * Aligns a quantity on its number: of the {@code width} characters the last two are for the
     * unit, whether it has two letters, one or none.
     */
    static String column(String quantity, int width) {
        int length = quantity.length();
        int pad = 2;
        if (Character.isLetter(quantity.charAt(length - 1))) {
            pad--;
        }
        if (Character.isLetter(quantity.charAt(length - 2))) {
            pad--;
        }
        return right(quantity, width - pad) + " ".repeat(pad);
    }

    /** Right-aligned; what is longer stays whole. */
    static String right(String text, int width) {
        return " ".repeat(Math.max(0, width - text.length())) + text;
    }
}

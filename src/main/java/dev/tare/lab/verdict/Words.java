package dev.tare.lab.verdict;

import java.util.List;
import java.util.Locale;

/** Figures as a person reads them, for sentences. The same on every machine and in every locale. */
public final class Words {
    private static final double NS_PER_US = 1e3;
    private static final double NS_PER_MS = 1e6;
    private static final double NS_PER_SEC = 1e9;
    private static final List<String> BYTE_UNITS = List.of("B", "kB", "MB", "GB", "TB");

    private Words() {}

    /** A unit of time and how many ns it has. */
    private record TimeUnitName(String name, double ns) {
        static TimeUnitName fitting(double ns) {
            double size = Math.abs(ns);
            if (size < NS_PER_US / 10) {
                return new TimeUnitName("ns", 1);
            }
            if (size < NS_PER_MS / 10) {
                return new TimeUnitName("µs", NS_PER_US);
            }
            return size < NS_PER_SEC
                    ? new TimeUnitName("ms", NS_PER_MS)
                    : new TimeUnitName("s", NS_PER_SEC);
        }
    }

    /** A duration to three significant digits, such as {@code 0.124 ms}. */
    public static String time(double ns) {
        TimeUnitName unit = TimeUnitName.fitting(ns);
        return significant(ns / unit.ns(), 3) + " " + unit.name();
    }

    /** A duration with its margin, such as {@code 31 ± 2 µs}. */
    public static String time(double ns, double marginNs) {
        TimeUnitName unit = TimeUnitName.fitting(Math.max(Math.abs(ns), Math.abs(marginNs)));
        double margin = marginNs / unit.ns();
        int decimals = decimals(margin);
        return fixed(ns / unit.ns(), decimals)
                + " ± "
                + fixed(roundedUp(margin, decimals), decimals)
                + " "
                + unit.name();
    }

    /** How much longer something takes, rounded up, such as {@code 12 more minutes}. */
    public static String longer(double seconds) {
        if (seconds <= 90) {
            return (long) Math.max(5, 5 * Math.ceil(seconds / 5)) + " more seconds";
        }
        if (seconds <= 5_400) {
            return (long) Math.ceil(seconds / 60) + " more minutes";
        }
        return count((long) Math.ceil(seconds / 3_600)) + " more hours";
    }

    /** A figure in the unit of its kind. */
    public static String of(double value, FigureKind.Unit unit) {
        return switch (unit) {
            case NS -> time(value);
            case PER_SEC -> rate(value);
            case BYTES_PER_SEC -> bytes(value) + "/s";
            case BYTES -> bytes(value);
            case COUNT -> count(Math.round(value));
            case RATIO -> percent(value);
        };
    }

    /** A size to three significant digits, in powers of 1,000, such as {@code 12.3 MB}. */
    public static String bytes(double bytes) {
        double scaled = bytes;
        int step = 0;
        while (Math.abs(scaled) >= 1000 && step < BYTE_UNITS.size() - 1) {
            scaled /= 1000;
            step++;
        }
        return significant(scaled, 3) + " " + BYTE_UNITS.get(step);
    }

    /** A share as a percentage, such as {@code 0.12 %}. */
    public static String percent(double share) {
        // Near the whole it is the missing rest that tells.
        int digits = share > 0.9 && share < 1 ? 3 : 2;
        return significant(share * 100, digits).replaceAll("\\.0+$", "") + " %";
    }

    /** A rate, such as {@code 12,345/s}. */
    public static String rate(double perSec) {
        return Math.abs(perSec) >= 100
                ? count(Math.round(perSec)) + "/s"
                : significant(perSec, 3) + "/s";
    }

    /** A whole number with separators of thousands. */
    public static String count(long count) {
        return String.format(Locale.ROOT, "%,d", count);
    }

    /** {@code 1 block}, {@code 2 blocks}. */
    public static String plural(long count, String one) {
        return count(count) + " " + one + (count == 1 ? "" : "s");
    }

    /** A number to so many significant digits, without an exponent. */
    public static String significant(double value, int digits) {
        if (value == 0 || !Double.isFinite(value)) {
            return value == 0 ? "0" : "?";
        }
        int magnitude = (int) Math.floor(Math.log10(Math.abs(value)));
        return fixed(value, Math.max(0, digits - 1 - magnitude));
    }

    /** Decimals that show a margin to one significant digit, to two where it begins with a 1. */
    private static int decimals(double margin) {
        if (!(margin > 0) || !Double.isFinite(margin)) {
            return 2;
        }
        int magnitude = (int) Math.floor(Math.log10(margin));
        boolean beginsWithOne = margin / Math.pow(10, magnitude) < 1.95;
        return Math.min(9, Math.max(0, (beginsWithOne ? 1 : 0) - magnitude));
    }

    private static double roundedUp(double margin, int decimals) {
        double scale = Math.pow(10, decimals);
        // A hair is taken off, so that 2 does not become 3 by the rounding of binary fractions.
        return Math.ceil(margin * scale - 1e-6) / scale;
    }

    private static String fixed(double value, int decimals) {
        String text = String.format(Locale.ROOT, "%,." + decimals + "f", value);
        return isMinusZero(text) ? text.substring(1) : text;
    }

    private static boolean isMinusZero(String text) {
        return text.startsWith("-") && text.chars().skip(1).allMatch(c -> c == '0' || c == '.');
    }
}

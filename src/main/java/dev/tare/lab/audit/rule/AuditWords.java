package dev.tare.lab.audit.rule;

import dev.tare.lab.foreign.reader.result.Printed;
import dev.tare.lab.verdict.Words;
import java.util.Locale;

/** Figures in sentences: those that were printed with the digits that they were printed with. */
final class AuditWords {
    private static final double NS_PER_US = 1e3;
    private static final double NS_PER_MS = 1e6;
    private static final double NS_PER_SEC = 1e9;
    private static final int MAX_DECIMALS = 6;
    private static final long ALL_DIGITS_BELOW = 10_000_000;

    private AuditWords() {}

    /** A printed time, such as {@code 1.01 s}. */
    static String time(Printed ns) {
        double size = Math.abs(ns.value());
        if (size == 0 || ns.halfUnit() == 0) {
            return Words.time(ns.value());
        }
        if (size >= NS_PER_SEC) {
            return digits(ns, NS_PER_SEC) + " s";
        }
        return size >= NS_PER_MS ? digits(ns, NS_PER_MS) + " ms" : digits(ns, NS_PER_US) + " µs";
    }

    /** A time that was worked out, to two digits: {@code 6.2 s}. */
    static String about(double ns) {
        double size = Math.abs(ns);
        if (size >= NS_PER_SEC) {
            return Words.significant(ns / NS_PER_SEC, size < 100 * NS_PER_SEC ? 2 : 3) + " s";
        }
        return size >= NS_PER_MS
                ? Words.significant(ns / NS_PER_MS, size < 100 * NS_PER_MS ? 2 : 3) + " ms"
                : Words.significant(ns / NS_PER_US, size < 100 * NS_PER_US ? 2 : 3) + " µs";
    }

    /** A printed rate, such as {@code 10.40/s}. */
    static String rate(Printed perSec) {
        return (perSec.halfUnit() == 0 ? Words.significant(perSec.value(), 4) : digits(perSec, 1))
                + "/s";
    }

    /** A rate that was worked out. */
    static String rate(double perSec) {
        return Words.significant(perSec, perSec >= 1000 ? 4 : 3) + "/s";
    }

    /** A size in bytes, such as {@code 102,539 bytes}; from 10⁷ on in MB. */
    static String bytes(double bytes) {
        if (bytes >= ALL_DIGITS_BELOW) {
            return Words.significant(bytes / 1e6, 4) + " MB";
        }
        return Words.count(Math.round(bytes)) + " bytes";
    }

    /** A quantile as it is called: {@code p99.9}. */
    static String percentile(double quantile) {
        String digits = String.format(Locale.ROOT, "%.4f", quantile * 100);
        return "p" + digits.replaceFirst("\\.?0+$", "");
    }

    /** Words from outside, in quotes. */
    static String quoted(String text) {
        return "“" + text.strip() + "”";
    }

    private static String digits(Printed printed, double unit) {
        double last = 2 * printed.halfUnit() / unit;
        int decimals = (int) Math.round(-Math.log10(last));
        return String.format(
                Locale.ROOT,
                "%,." + Math.clamp(decimals, 0, MAX_DECIMALS) + "f",
                printed.value() / unit);
    }
}

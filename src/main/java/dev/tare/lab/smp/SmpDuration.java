package dev.tare.lab.smp;

import java.util.Locale;

/** Lengths of time in Go's words, as SMP has them: {@code 1m30s}, {@code 250ms}. */
final class SmpDuration {
    private static final long NS_PER_SEC = 1_000_000_000L;

    private SmpDuration() {}

    /**
     * Such as {@code 30m0s}, the way in which Go prints it, to a microsecond.
     *
     * @param ns 0 or more
     */
    static String text(long ns) {
        long roundedNs = Math.round(ns / 1e3) * 1000;
        long hours = roundedNs / (3600 * NS_PER_SEC);
        long minutes = roundedNs / (60 * NS_PER_SEC) % 60;
        double seconds = roundedNs % (60 * NS_PER_SEC) / 1e9;
        String text = String.format(Locale.ROOT, "%.6f", seconds).replaceFirst("\\.?0+$", "") + "s";
        return hours > 0
                ? hours + "h" + minutes + "m" + text
                : minutes > 0 ? minutes + "m" + text : text;
    }
}

package dev.tare.base.histogram;

import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/**
 * The one layout of all of Tare's histograms, so that any two of them add exactly.
 *
 * <p>Units: nanoseconds. Values from 64 ns are told apart to 3 significant digits up to one hour;
 * shorter ones share the first bucket, longer ones count as one hour.
 *
 * <p>Source: Gil Tene's HdrHistogram, http://hdrhistogram.org.
 */
public final class HistogramLayout {
    /** The smallest difference told apart, ns. */
    public static final long LOWEST_NS = 64;

    /** The longest duration told apart, ns: one hour. */
    public static final long HIGHEST_NS = TimeUnit.HOURS.toNanos(1);

    /** Significant decimal digits kept. */
    public static final int SIGNIFICANT_DIGITS = 3;

    private HistogramLayout() {}

    /** An empty histogram of this layout. */
    public static Histogram newHistogram() {
        return new Histogram(LOWEST_NS, HIGHEST_NS, SIGNIFICANT_DIGITS);
    }

    /** An empty histogram of this layout that takes room only up to its longest duration. */
    public static Histogram newGrowingHistogram() {
        Histogram histogram = new Histogram(LOWEST_NS, 2 * LOWEST_NS, SIGNIFICANT_DIGITS);
        histogram.setAutoResize(true);
        return histogram;
    }

    /** {@code durationNs} brought into the recordable range, 0 to {@link #HIGHEST_NS}. */
    public static long clamp(long durationNs) {
        return Math.max(0, Math.min(durationNs, HIGHEST_NS));
    }
}

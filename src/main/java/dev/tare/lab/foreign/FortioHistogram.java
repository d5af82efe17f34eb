package dev.tare.lab.foreign;

import java.util.ArrayList;
import java.util.List;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.HistogramIterationValue;

/**
 * Values counted in fortio's table of ranges, whose width grows with the value.
 *
 * <p>Its percentiles are fortio's: straight lines within a range, which invents values where a
 * range is wide (fortio#1080). Tare's own percentiles come from its own histograms.
 *
 * <p>Units: whatever is recorded; seconds where it comes from {@link #ofSeconds}.
 *
 * <p>Source: fortio 1.75.2, {@code stats/stats.go}.
 */
final class FortioHistogram {
    private static final double NS_PER_SECOND = 1e9;

    /** Ends of the ranges, in units of the divider; beyond the last there is one more range. */
    private static final int[] ENDS = {
        0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 14, 16, 18, 20, 25, 30, 35, 40, 45, 50, 60, 70,
        80, 90, 100, 120, 140, 160, 180, 200, 250, 300, 350, 400, 450, 500, 600, 700, 800, 900,
        1000, 2000, 3000, 4000, 5000, 7500, 10_000, 20_000, 30_000, 40_000, 50_000, 75_000, 100_000
    };

    /**
     * One range that holds something.
     *
     * @param start its lower end, not in it but for the first
     * @param end its upper end
     * @param percent of all values that are not above it
     * @param count values in it
     */
    record Bucket(double start, double end, double percent, long count) {}

    private final double offset;
    private final double divider;
    private final long[] counts = new long[ENDS.length + 1];
    private long count;
    private double min;
    private double max;
    private double sum;
    private double sumOfSquares;

    /**
     * Nothing yet.
     *
     * @param offset taken off a value before it is divided
     * @param divider width of the narrowest range, more than 0
     */
    FortioHistogram(double offset, double divider) {
        this.offset = offset;
        this.divider = divider;
    }

    /**
     * What histograms in nanoseconds hold, in seconds.
     *
     * @param factor 1, or −1 to turn the sign
     */
    static FortioHistogram ofSeconds(
            double offset, double divider, int factor, Histogram... histogramsNs) {
        FortioHistogram seconds = new FortioHistogram(offset, divider);
        for (Histogram histogramNs : histogramsNs) {
            for (HistogramIterationValue value : histogramNs.recordedValues()) {
                double middleNs = histogramNs.medianEquivalentValue(value.getValueIteratedTo());
                seconds.record(
                        factor * middleNs / NS_PER_SECOND, value.getCountAtValueIteratedTo());
            }
        }
        return seconds;
    }

    /** Counts a value {@code times} times, 1 or more. */
    void record(double value, long times) {
        min = count == 0 ? value : Math.min(min, value);
        max = count == 0 ? value : Math.max(max, value);
        count += times;
        sum += value * times;
        sumOfSquares += value * value * times;
        double scaled = (value - offset) / divider;
        int range = 0;
        while (range < ENDS.length && scaled > ENDS[range]) {
            range++;
        }
        counts[range] += times;
    }

    long count() {
        return count;
    }

    double min() {
        return min;
    }

    double max() {
        return max;
    }

    double sum() {
        return sum;
    }

    double mean() {
        return count == 0 ? 0 : sum / count;
    }

    /** Of all values as the whole population. */
    double deviation() {
        return count == 0 ? 0 : Math.sqrt(Math.max(0, (sumOfSquares - sum * sum / count) / count));
    }

    /** The share of values at or below the offset, 0 to 100; NaN where there are none. */
    double percentInFirstRange() {
        return 100.0 * counts[0] / count;
    }

    /** The ranges that hold something; the outermost end at the smallest and largest value. */
    List<Bucket> buckets() {
        List<Bucket> buckets = new ArrayList<>();
        long total = 0;
        for (int range = 0; range < counts.length; range++) {
            if (counts[range] == 0) {
                continue;
            }
            total += counts[range];
            buckets.add(
                    new Bucket(
                            buckets.isEmpty() ? min : ENDS[range - 1] * divider + offset,
                            total == count ? max : ENDS[range] * divider + offset,
                            100.0 * total / count,
                            counts[range]));
        }
        return buckets;
    }

    /** By fortio's interpolation; 0 where there is nothing. */
    double percentile(double percentile) {
        if (percentile >= 100) {
            return max;
        }
        double before = 100.0 / count;
        if (percentile <= before) {
            return min;
        }
        for (Bucket bucket : buckets()) {
            if (percentile <= bucket.percent()) {
                return bucket.start()
                        + (percentile - before)
                                / (bucket.percent() - before)
                                * (bucket.end() - bucket.start());
            }
            before = bucket.percent();
        }
        return max;
    }
}

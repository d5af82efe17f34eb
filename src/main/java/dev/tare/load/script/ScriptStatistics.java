package dev.tare.load.script;

import java.util.Arrays;
import org.HdrHistogram.AbstractHistogram;
import org.HdrHistogram.HistogramIterationValue;

/**
 * Values and how often each was seen: what {@code done} gets as {@code latency} (microseconds) and
 * {@code requests} (requests a second of a thread), with wrk's way of counting.
 *
 * <p>Thread-safety: immutable.
 */
public final class ScriptStatistics {
    private static final double HUNDRED_PERCENT = 100;

    private final long[] values;
    private final long[] counts;
    private final long total;

    private ScriptStatistics(long[] values, long[] counts) {
        this.values = values;
        this.counts = counts;
        total = Arrays.stream(counts).sum();
    }

    /**
     * The values of a histogram, each divided by {@code unit} and rounded down: 1,000 makes
     * microseconds of nanoseconds.
     *
     * @param unit 1 or more
     */
    public static ScriptStatistics of(AbstractHistogram histogram, long unit) {
        if (unit < 1) {
            throw new IllegalArgumentException("unit is " + unit + ", must be 1 or more");
        }
        long[] values = new long[0];
        long[] counts = new long[0];
        int used = 0;
        for (HistogramIterationValue bucket : histogram.recordedValues()) {
            long value = histogram.medianEquivalentValue(bucket.getValueIteratedTo()) / unit;
            if (used > 0 && values[used - 1] == value) {
                counts[used - 1] += bucket.getCountAtValueIteratedTo();
                continue;
            }
            if (used == values.length) {
                values = Arrays.copyOf(values, Math.max(64, 2 * used));
                counts = Arrays.copyOf(counts, values.length);
            }
            values[used] = value;
            counts[used++] = bucket.getCountAtValueIteratedTo();
        }
        return new ScriptStatistics(Arrays.copyOf(values, used), Arrays.copyOf(counts, used));
    }

    /** Single values, in any order. */
    public static ScriptStatistics of(long... samples) {
        long[] sorted = samples.clone();
        Arrays.sort(sorted);
        long[] values = Arrays.stream(sorted).distinct().toArray();
        long[] counts = new long[values.length];
        for (long sample : sorted) {
            counts[Arrays.binarySearch(values, sample)]++;
        }
        return new ScriptStatistics(values, counts);
    }

    /** How many distinct values there are. */
    public int distinct() {
        return values.length;
    }

    /** How many values were recorded. */
    public long total() {
        return total;
    }

    /** The smallest value; 0 when there is none. */
    public long min() {
        return values.length == 0 ? 0 : values[0];
    }

    /** The largest value; 0 when there is none. */
    public long max() {
        return values.length == 0 ? 0 : values[values.length - 1];
    }

    /** The arithmetic mean; 0 when there is no value. */
    public double mean() {
        double sum = 0;
        for (int i = 0; i < values.length; i++) {
            sum += (double) values[i] * counts[i];
        }
        return total == 0 ? 0 : sum / total;
    }

    /** The sample's standard deviation; 0 when there are fewer than two values. */
    public double stdev() {
        double mean = mean();
        double sum = 0;
        for (int i = 0; i < values.length; i++) {
            sum += (values[i] - mean) * (values[i] - mean) * counts[i];
        }
        return total < 2 ? 0 : Math.sqrt(sum / (total - 1));
    }

    /**
     * The smallest value whose rank is that of the percentile; 0 when no value has it.
     *
     * @param percentile 0 to 100
     */
    public long percentile(double percentile) {
        long rank = Math.round(percentile / HUNDRED_PERCENT * total + 0.5);
        long seen = 0;
        for (int i = 0; i < values.length; i++) {
            seen += counts[i];
            // wrk rounds up past the last value at 100 and answers 0 there; the largest is meant.
            if (seen >= rank || (i == values.length - 1 && percentile <= HUNDRED_PERCENT)) {
                return values[i];
            }
        }
        return 0;
    }

    /** The {@code index}-th distinct value, from 1; 0 where there is none. */
    public long value(long index) {
        return within(index) ? values[(int) index - 1] : 0;
    }

    /** How often the {@code index}-th distinct value was seen; 0 where there is none. */
    public long count(long index) {
        return within(index) ? counts[(int) index - 1] : 0;
    }

    /** The value of rank {@code rank} among all, from 1; 0 where there is none. */
    public long ranked(long rank) {
        long seen = 0;
        for (int i = 0; i < values.length && rank >= 1; i++) {
            seen += counts[i];
            if (seen >= rank) {
                return values[i];
            }
        }
        return 0;
    }

    private boolean within(long index) {
        return index >= 1 && index <= values.length;
    }
}

package dev.tare.base.histogram;

import java.util.Arrays;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.HistogramIterationValue;

/**
 * A histogram of {@link HistogramLayout} that keeps only the buckets that hold something: a slice
 * of a few thousand requests fills some hundred of the ten thousand buckets up to its longest one.
 *
 * <p>Units: nanoseconds. A value stands for its whole bucket. Immutable.
 */
public final class SparseHistogram {
    /** The most buckets that a histogram has that grew to twice the longest duration. */
    public static final int MAX_BUCKETS = 28 << 10;

    // Of our layout: 2,048 buckets of 64 ns, then rows of 1,024 buckets twice as wide each.
    private static final int ROW_BITS = 10;
    private static final int ROW = 1 << ROW_BITS;
    private static final int LOWEST_BITS = Long.numberOfTrailingZeros(HistogramLayout.LOWEST_NS);

    private final int[] buckets;
    private final long[] counts;
    private final long totalCount;

    private SparseHistogram(int[] buckets, long[] counts) {
        this.buckets = buckets;
        this.counts = counts;
        this.totalCount = Arrays.stream(counts).sum();
    }

    /**
     * What {@code histogram} holds.
     *
     * @throws IllegalArgumentException if it is of another layout
     */
    public static SparseHistogram of(Histogram histogram) {
        if (histogram.getNumberOfSignificantValueDigits() != HistogramLayout.SIGNIFICANT_DIGITS
                || histogram.getLowestDiscernibleValue() != HistogramLayout.LOWEST_NS) {
            throw new IllegalArgumentException(
                    "a histogram of another layout than HistogramLayout's");
        }
        Builder builder = new Builder();
        for (HistogramIterationValue value : histogram.recordedValues()) {
            builder.add(bucketOf(value.getValueIteratedTo()), value.getCountAtValueIteratedTo());
        }
        return builder.build();
    }

    /** Takes buckets in rising order. For one thread. */
    public static final class Builder {
        private int[] buckets = new int[64];
        private long[] counts = new long[64];
        private int size;
        private long total;

        /**
         * Adds a bucket.
         *
         * @param bucket its place in the layout, above all before it, below {@link #MAX_BUCKETS}
         * @param count of its values, more than 0
         * @throws IllegalArgumentException if that does not hold, or all counts exceed a long
         */
        public void add(int bucket, long count) {
            if (bucket < 0
                    || bucket >= MAX_BUCKETS
                    || (size > 0 && bucket <= buckets[size - 1])
                    || count <= 0) {
                throw new IllegalArgumentException("bucket %d of %d".formatted(bucket, count));
            }
            total = Math.addExact(total, count);
            if (size == buckets.length) {
                buckets = Arrays.copyOf(buckets, 2 * size);
                counts = Arrays.copyOf(counts, 2 * size);
            }
            buckets[size] = bucket;
            counts[size] = count;
            size++;
        }

        /** What has been added. */
        public SparseHistogram build() {
            return new SparseHistogram(Arrays.copyOf(buckets, size), Arrays.copyOf(counts, size));
        }
    }

    /** How many buckets hold something. */
    public int size() {
        return buckets.length;
    }

    /** How many values it holds. */
    public long totalCount() {
        return totalCount;
    }

    /**
     * A bucket's place in the layout, from 0 and below {@link #MAX_BUCKETS}.
     *
     * @param i from 0 to {@link #size}, in the order of the values
     */
    public int bucket(int i) {
        return buckets[i];
    }

    /**
     * How many values a bucket holds.
     *
     * @param i from 0 to {@link #size}, in the order of the values
     */
    public long count(int i) {
        return counts[i];
    }

    /**
     * The highest value that falls into a bucket, ns.
     *
     * @param bucket its place in the layout
     */
    public static long highestNsOf(int bucket) {
        return lowestNsOf(bucket) + widthNsOf(bucket) - 1;
    }

    /**
     * By how much the values that fall into a bucket may differ, plus one, ns.
     *
     * @param bucket its place in the layout
     */
    public static long widthNsOf(int bucket) {
        return 1L << (row(bucket) + LOWEST_BITS);
    }

    /** The mean, as HdrHistogram gives it: of the buckets' middles; 0 where nothing is. */
    public double meanNs() {
        double sum = 0;
        for (int i = 0; i < buckets.length; i++) {
            long middle = lowestNsOf(buckets[i]) + (widthNsOf(buckets[i]) >> 1);
            sum += middle * (double) counts[i];
        }
        return totalCount == 0 ? 0 : sum / totalCount;
    }

    /** The highest value of the last bucket, ns; 0 where nothing is. */
    public long maxNs() {
        return buckets.length == 0 ? 0 : highestNsOf(buckets[buckets.length - 1]);
    }

    /**
     * The percentile, ns, as HdrHistogram gives it: the highest value of its bucket; 0 where
     * nothing is.
     *
     * @param percentile above 0, to 100
     */
    public long percentileNs(double percentile) {
        // A hair less, so that 90 % of 10 is 9 whatever binary makes of it.
        double exact = Math.nextDown(percentile) * totalCount / 100;
        long rank = Math.max(1, (long) Math.ceil(exact));
        long seen = 0;
        for (int i = 0; i < buckets.length; i++) {
            seen += counts[i];
            if (seen >= rank) {
                return highestNsOf(buckets[i]);
            }
        }
        return maxNs();
    }

    /** Adds its values to {@code sum}, which is of the same layout and reaches as far or grows. */
    public void addTo(Histogram sum) {
        // The largest first: then no other one moves the maximum, which is kept atomically.
        for (int i = buckets.length - 1; i >= 0; i--) {
            sum.recordValueWithCount(lowestNsOf(buckets[i]), counts[i]);
        }
    }

    /** The same as a histogram of its own. */
    public Histogram toHistogram() {
        Histogram histogram = HistogramLayout.newHistogram();
        histogram.setAutoResize(true);
        addTo(histogram);
        return histogram;
    }

    private static int bucketOf(long valueNs) {
        long units = valueNs >> LOWEST_BITS;
        int row = Math.max(0, 63 - Long.numberOfLeadingZeros(units | 1) - ROW_BITS);
        return row * ROW + (int) (units >> row);
    }

    private static int row(int bucket) {
        return Math.max(0, (bucket >> ROW_BITS) - 1);
    }

    private static long lowestNsOf(int bucket) {
        int row = row(bucket);
        return (long) (bucket - row * ROW) << (row + LOWEST_BITS);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof SparseHistogram that
                && Arrays.equals(buckets, that.buckets)
                && Arrays.equals(counts, that.counts);
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.hashCode(buckets) + Arrays.hashCode(counts);
    }

    @Override
    public String toString() {
        return "%,d values in %,d buckets".formatted(totalCount, buckets.length);
    }
}

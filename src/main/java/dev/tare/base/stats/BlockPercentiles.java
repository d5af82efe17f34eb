package dev.tare.base.stats;

import dev.tare.base.histogram.SparseHistogram;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import org.HdrHistogram.Histogram;

/**
 * Percentiles of blocks' merged histograms, and their intervals by resampling whole blocks: merge
 * first, then take the percentile; percentiles are never averaged.
 *
 * <p>Cost: only buckets that hold something are kept, as cumulative counts of every block, so that
 * the percentile of a resample is a binary search with one small sum a step, and no merging.
 *
 * <p>Units: those of the histograms. A value stands for its whole bucket, and every interval is
 * widened to the edges of the buckets that it ends in: what a histogram cannot tell apart is not
 * claimed.
 */
public final class BlockPercentiles {
    private final int blocks;
    private final long[] highest;
    private final long[] widths;
    // Values up to and including bucket u in block b, at u * blocks + b.
    private final long[] cumulative;
    private final long total;

    private BlockPercentiles(int blocks, long[] highest, long[] widths, long[] cumulative) {
        this.blocks = blocks;
        this.highest = highest;
        this.widths = widths;
        this.cumulative = cumulative;
        long sum = 0;
        for (int b = 0; highest.length > 0 && b < blocks; b++) {
            sum += cumulative[(highest.length - 1) * blocks + b];
        }
        this.total = sum;
    }

    /**
     * Reads the histograms of all blocks; it keeps none of them.
     *
     * @param histograms one for each block, in order, in HistogramLayout
     */
    public static BlockPercentiles of(List<Histogram> histograms) {
        return ofParts(histograms.stream().map(h -> List.of(SparseHistogram.of(h))).toList());
    }

    /**
     * Reads blocks of several histograms each, as if those of a block had been merged.
     *
     * @param parts one list for each block, in order, none of them empty
     */
    public static BlockPercentiles ofParts(List<List<SparseHistogram>> parts) {
        int blocks = parts.size();
        BitSet used = new BitSet(SparseHistogram.MAX_BUCKETS);
        for (List<SparseHistogram> block : parts) {
            for (SparseHistogram part : block) {
                for (int i = 0; i < part.size(); i++) {
                    used.set(part.bucket(i));
                }
            }
        }
        int[] buckets = used.stream().toArray();
        int[] places = new int[used.length()];
        long[] highest = new long[buckets.length];
        long[] widths = new long[buckets.length];
        for (int u = 0; u < buckets.length; u++) {
            places[buckets[u]] = u;
            highest[u] = SparseHistogram.highestNsOf(buckets[u]);
            widths[u] = SparseHistogram.widthNsOf(buckets[u]);
        }
        long[] cumulative = new long[buckets.length * blocks];
        for (int b = 0; b < blocks; b++) {
            for (SparseHistogram part : parts.get(b)) {
                for (int i = 0; i < part.size(); i++) {
                    cumulative[places[part.bucket(i)] * blocks + b] += part.count(i);
                }
            }
            for (int u = 1; u < buckets.length; u++) {
                cumulative[u * blocks + b] += cumulative[(u - 1) * blocks + b];
            }
        }
        return new BlockPercentiles(blocks, highest, widths, cumulative);
    }

    /** How many blocks there are. */
    public int blocks() {
        return blocks;
    }

    /** How many values all blocks hold. */
    public long total() {
        return total;
    }

    /** Whether every block holds at least one value: else a resample might hold none. */
    public boolean everyBlockCounts() {
        for (int b = 0; b < blocks; b++) {
            if (highest.length == 0 || cumulative[(highest.length - 1) * blocks + b] == 0) {
                return false;
            }
        }
        return blocks > 0;
    }

    /** The percentile, above 0 to 100, of all blocks merged, as HdrHistogram gives it. */
    public long percentile(double percentile) {
        int[] once = new int[blocks];
        Arrays.fill(once, 1);
        return highest[bucket(once, percentile)];
    }

    /** The percentile, above 0 to 100, of block {@code b} alone. */
    public long percentileOfBlock(int b, double percentile) {
        int[] only = new int[blocks];
        only[b] = 1;
        return highest[bucket(only, percentile)];
    }

    /** The value of rank {@code rank}, from 1 to {@link #total}, of all blocks merged. */
    private int bucketOfRank(int[] multiplicities, long rank) {
        int low = 0;
        int high = highest.length - 1;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (count(multiplicities, middle) >= rank) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        return low;
    }

    private int bucket(int[] multiplicities, double percentile) {
        if (highest.length == 0) {
            throw new IllegalStateException("no values, no percentile");
        }
        long of = count(multiplicities, highest.length - 1);
        // As HdrHistogram: round down a hair, so that 90 % of 10 is 9 whatever binary makes of it.
        double exact = Math.nextDown(percentile) * of / 100;
        return bucketOfRank(multiplicities, Math.max(1, (long) Math.ceil(exact)));
    }

    private long count(int[] multiplicities, int bucket) {
        long sum = 0;
        int row = bucket * blocks;
        for (int b = 0; b < blocks; b++) {
            sum += multiplicities[b] * cumulative[row + b];
        }
        return sum;
    }

    /**
     * The interval by ranks, as if all values were independent.
     *
     * @param ranks of {@link #total} values
     */
    public ConfidenceInterval rankInterval(BinomialRank ranks, double level) {
        int[] once = new int[blocks];
        Arrays.fill(once, 1);
        int low = bucketOfRank(once, ranks.lower());
        int high = bucketOfRank(once, ranks.upper());
        return new ConfidenceInterval(lowest(low), highest[high], level);
    }

    /**
     * Which bucket the percentile falls into in every resample: what its intervals are made of.
     *
     * @param percentile above 0 to 100
     * @param resamples of this many blocks
     */
    public Draws draws(double percentile, BlockResamples resamples) {
        requireUsable(resamples);
        int[] buckets = new int[resamples.count()];
        for (int r = 0; r < buckets.length; r++) {
            buckets[r] = bucket(resamples.multiplicities(r), percentile);
        }
        return new Draws(this, resamples, buckets);
    }

    /**
     * The interval of a percentile by resampling whole blocks.
     *
     * @param percentile above 0 to 100
     * @param resamples of this many blocks
     * @param level of confidence
     */
    public ConfidenceInterval interval(double percentile, BlockResamples resamples, double level) {
        return draws(percentile, resamples).interval(level);
    }

    /**
     * The interval of this percentile minus {@code bare}'s, both of the same resampled blocks.
     *
     * @param bare its blocks in the same order
     */
    public ConfidenceInterval differenceInterval(
            BlockPercentiles bare, double percentile, BlockResamples resamples, double level) {
        return draws(percentile, resamples)
                .minus(bare.draws(percentile, resamples))
                .interval(level);
    }

    /** One percentile of every resample. Immutable. */
    public static final class Draws {
        private final BlockPercentiles of;
        private final BlockResamples resamples;
        private final int[] buckets;

        private Draws(BlockPercentiles of, BlockResamples resamples, int[] buckets) {
            this.of = of;
            this.resamples = resamples;
            this.buckets = buckets;
        }

        /** The percentile's interval. */
        public ConfidenceInterval interval(double level) {
            int[] sorted = buckets.clone();
            Arrays.sort(sorted);
            double tail = resamples.tail(level);
            int low = sorted[(int) Math.floor(tail * (sorted.length - 1))];
            int high = sorted[(int) Math.ceil((1 - tail) * (sorted.length - 1))];
            return new ConfidenceInterval(of.lowest(low), of.highest[high], level);
        }

        /**
         * This percentile minus {@code bare}'s.
         *
         * @param bare drawn from the same resamples
         */
        public DifferenceDraws minus(Draws bare) {
            if (bare.resamples != resamples) {
                throw new IllegalArgumentException("both must be drawn from the same resamples");
            }
            double[] lows = new double[buckets.length];
            double[] highs = new double[buckets.length];
            for (int r = 0; r < lows.length; r++) {
                int mine = buckets[r];
                int theirs = bare.buckets[r];
                // The true values lie within (highest - width, highest] of their buckets.
                double difference = (double) of.highest[mine] - bare.of.highest[theirs];
                lows[r] = difference - of.widths[mine];
                highs[r] = difference + bare.of.widths[theirs];
            }
            Arrays.sort(lows);
            Arrays.sort(highs);
            return new DifferenceDraws(resamples, lows, highs);
        }
    }

    /** The difference of two percentiles in every resample, with its widest ends. Immutable. */
    public static final class DifferenceDraws {
        private final BlockResamples resamples;
        private final double[] lows;
        private final double[] highs;

        private DifferenceDraws(BlockResamples resamples, double[] lows, double[] highs) {
            this.resamples = resamples;
            this.lows = lows;
            this.highs = highs;
        }

        /** The difference's interval. */
        public ConfidenceInterval interval(double level) {
            double tail = resamples.tail(level);
            return new ConfidenceInterval(
                    lows[(int) Math.floor(tail * (lows.length - 1))],
                    highs[(int) Math.ceil((1 - tail) * (highs.length - 1))],
                    level);
        }
    }

    /** ln of the percentile of every resample, in their order. */
    double[] logPercentiles(double percentile, BlockResamples resamples) {
        requireUsable(resamples);
        double[] logs = new double[resamples.count()];
        for (int r = 0; r < logs.length; r++) {
            logs[r] = Math.log((double) highest[bucket(resamples.multiplicities(r), percentile)]);
        }
        return logs;
    }

    /** By how much of its logarithm the percentile may be larger than the true one. */
    double logWidth(double percentile) {
        int[] once = new int[blocks];
        Arrays.fill(once, 1);
        int bucket = bucket(once, percentile);
        return Math.log(highest[bucket] / Math.max(1, lowest(bucket)));
    }

    private double lowest(int bucket) {
        return Math.max(0, (double) highest[bucket] - widths[bucket] + 1);
    }

    private void requireUsable(BlockResamples resamples) {
        if (resamples.blocks() != blocks || !everyBlockCounts()) {
            throw new IllegalArgumentException(
                    "resamples of %d blocks do not fit %d blocks with values in each"
                            .formatted(resamples.blocks(), blocks));
        }
    }
}

package dev.tare.lab.bundle;

import dev.tare.base.histogram.HistogramLayout;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.HdrHistogram.Histogram;

/**
 * Reads HdrHistogram's compressed encoding V2 of a histogram of our layout, trusting nothing in it.
 *
 * <p>Not by HdrHistogram's own decoder: that one allocates, for every histogram, an array as long
 * as the longest value that it could hold, a quarter of a megabyte; a bundle of many scenarios has
 * tens of thousands of histograms, most of which need a tenth of it.
 *
 * <p>Source: the V2 encoding of AbstractHistogram and ZigZagEncoding in HdrHistogram: a header of
 * 40 bytes, then the counts from the lowest bucket on as zigzag LEB128 numbers of at most 9 bytes,
 * where a negative number −n stands for n empty buckets; all of it deflated behind 8 bytes.
 */
final class EncodedHistogram {
    private static final int COMPRESSED_COOKIE = 0x1c849304;
    private static final int COOKIE = 0x1c849303;
    private static final int COOKIE_WORD_SIZE_BITS = 0xf0;
    private static final int OUTER_HEADER_BYTES = 8;
    private static final int HEADER_BYTES = 40;

    // Of our layout: 2,048 buckets of 64 ns, then rows of 1,024 buckets twice as wide each.
    private static final int ROW_BITS = 10;
    private static final int ROW = 1 << ROW_BITS;
    private static final int LOWEST_BITS = Long.numberOfTrailingZeros(HistogramLayout.LOWEST_NS);

    // Up to twice the longest duration, for histograms that grew; a count takes at most 9 bytes.
    private static final int MAX_BUCKETS = 28 * ROW;
    private static final int MAX_NUMBER_BYTES = 9;
    private static final int MAX_PAYLOAD_BYTES = MAX_NUMBER_BYTES * 32 * ROW;

    private EncodedHistogram() {}

    /**
     * The histogram, in an array that ends at its largest value; it grows when added to.
     *
     * @throws DataFormatException saying what is wrong with the bytes
     */
    static Histogram decode(byte[] compressed) throws DataFormatException {
        ByteBuffer outer = ByteBuffer.wrap(compressed);
        if (compressed.length < OUTER_HEADER_BYTES
                || (outer.getInt() & ~COOKIE_WORD_SIZE_BITS) != COMPRESSED_COOKIE
                || outer.getInt() != compressed.length - OUTER_HEADER_BYTES) {
            throw new DataFormatException("it is no compressed histogram of encoding V2");
        }
        Inflater inflater = new Inflater();
        try {
            inflater.setInput(
                    compressed, OUTER_HEADER_BYTES, compressed.length - OUTER_HEADER_BYTES);
            byte[] header = new byte[HEADER_BYTES];
            if (inflate(inflater, header) != HEADER_BYTES) {
                throw new DataFormatException("its header is cut short");
            }
            // Before anything of the size that it claims is allocated.
            byte[] payload = new byte[payloadBytes(ByteBuffer.wrap(header))];
            if (inflate(inflater, payload) != payload.length) {
                throw new DataFormatException("its counts are cut short");
            }
            return counts(payload);
        } finally {
            inflater.end();
        }
    }

    private static int inflate(Inflater inflater, byte[] target) throws DataFormatException {
        int filled = 0;
        while (filled < target.length) {
            int more = inflater.inflate(target, filled, target.length - filled);
            if (more == 0) {
                break;
            }
            filled += more;
        }
        return filled;
    }

    private static int payloadBytes(ByteBuffer header) throws DataFormatException {
        int cookie = header.getInt();
        int payloadBytes = header.getInt();
        int normalizingOffset = header.getInt();
        int digits = header.getInt();
        long lowestNs = header.getLong();
        long highestNs = header.getLong();
        double ratio = header.getDouble();
        boolean ours =
                (cookie & ~COOKIE_WORD_SIZE_BITS) == COOKIE
                        && payloadBytes >= 0
                        && payloadBytes <= MAX_PAYLOAD_BYTES
                        && normalizingOffset == 0
                        && digits == HistogramLayout.SIGNIFICANT_DIGITS
                        && lowestNs == HistogramLayout.LOWEST_NS
                        && highestNs >= 2 * lowestNs
                        && highestNs <= 2 * HistogramLayout.HIGHEST_NS
                        && ratio == 1.0;
        if (!ours) {
            throw new DataFormatException("its layout is not Tare's");
        }
        return payloadBytes;
    }

    private static Histogram counts(byte[] payload) throws DataFormatException {
        int[] buckets = new int[64];
        long[] counts = new long[64];
        int n = 0;
        long total = 0;
        int bucket = 0;
        for (Numbers numbers = new Numbers(payload); numbers.hasNext(); ) {
            long number = numbers.next();
            if (number < -MAX_BUCKETS) {
                throw new DataFormatException("it has too many buckets");
            }
            if (number > 0) {
                if (n == buckets.length) {
                    buckets = Arrays.copyOf(buckets, 2 * n);
                    counts = Arrays.copyOf(counts, 2 * n);
                }
                buckets[n] = bucket;
                counts[n] = number;
                n++;
                total += number;
            }
            bucket += number < 0 ? (int) -number : 1;
            if (bucket > MAX_BUCKETS || total < 0) {
                throw new DataFormatException(
                        total < 0 ? "its counts overflow" : "it has too many buckets");
            }
        }
        Histogram histogram = upTo(n == 0 ? 0 : buckets[n - 1]);
        // The largest first: then no other one moves the maximum, which is kept atomically.
        if (n > 0) {
            histogram.recordValueWithCount(lowestNs(buckets[n - 1]), counts[n - 1]);
        }
        for (int i = 0; i < n - 1; i++) {
            histogram.recordValueWithCount(lowestNs(buckets[i]), counts[i]);
        }
        return histogram;
    }

    private static Histogram upTo(int bucket) {
        long highestNs = Math.max(2 * HistogramLayout.LOWEST_NS, lowestNs(bucket + 1) - 1);
        Histogram histogram =
                new Histogram(
                        HistogramLayout.LOWEST_NS, highestNs, HistogramLayout.SIGNIFICANT_DIGITS);
        histogram.setAutoResize(true);
        return histogram;
    }

    /** The lowest value of a bucket, ns. */
    private static long lowestNs(int bucket) {
        int row = Math.max(0, (bucket >> ROW_BITS) - 1);
        return (long) (bucket - row * ROW) << (row + LOWEST_BITS);
    }

    /** Zigzag LEB128 numbers, one after the other. */
    private static final class Numbers {
        private final byte[] bytes;
        private int at;

        Numbers(byte[] bytes) {
            this.bytes = bytes;
        }

        boolean hasNext() {
            return at < bytes.length;
        }

        long next() throws DataFormatException {
            long folded = 0;
            for (int i = 0; i < MAX_NUMBER_BYTES; i++) {
                if (at == bytes.length) {
                    throw new DataFormatException("its last count is cut short");
                }
                byte next = bytes[at];
                at++;
                boolean last = i == MAX_NUMBER_BYTES - 1;
                folded |= (last ? next & 0xffL : next & 0x7fL) << (7 * i);
                if (next >= 0 || last) {
                    break;
                }
            }
            return (folded >>> 1) ^ -(folded & 1);
        }
    }
}

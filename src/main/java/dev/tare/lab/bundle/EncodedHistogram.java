package dev.tare.lab.bundle;

import dev.tare.base.histogram.HistogramLayout;
import dev.tare.base.histogram.SparseHistogram;
import java.nio.ByteBuffer;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

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

    // A count takes at most 9 bytes.
    private static final int MAX_NUMBER_BYTES = 9;
    private static final int MAX_PAYLOAD_BYTES = MAX_NUMBER_BYTES * (32 << 10);

    private EncodedHistogram() {}

    /**
     * The histogram.
     *
     * @throws DataFormatException saying what is wrong with the bytes
     */
    static SparseHistogram decode(byte[] compressed) throws DataFormatException {
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

    private static SparseHistogram counts(byte[] payload) throws DataFormatException {
        SparseHistogram.Builder histogram = new SparseHistogram.Builder();
        long total = 0;
        int bucket = 0;
        for (Numbers numbers = new Numbers(payload); numbers.hasNext(); ) {
            long number = numbers.next();
            if (number < -SparseHistogram.MAX_BUCKETS) {
                throw new DataFormatException("it has too many buckets");
            }
            total += Math.max(0, number);
            if (total < 0) {
                throw new DataFormatException("its counts overflow");
            }
            if (number > 0) {
                if (bucket >= SparseHistogram.MAX_BUCKETS) {
                    throw new DataFormatException("it has too many buckets");
                }
                histogram.add(bucket, number);
            }
            bucket += number < 0 ? (int) -number : 1;
            if (bucket > SparseHistogram.MAX_BUCKETS) {
                throw new DataFormatException("it has too many buckets");
            }
        }
        return histogram.build();
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

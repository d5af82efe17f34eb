package dev.tare.load.request;

import dev.tare.base.stats.SplitMix64;
import dev.tare.io.wire.GrowableBytes;

/**
 * A part of a template: what stands in it, or a hole.
 *
 * <p>Thread-safety: immutable. Allocation: none.
 */
sealed interface Piece {
    /** How many bytes it has in request number {@code sequence}. */
    int length(long sequence);

    /** How many bytes it has at most. */
    int maxLength();

    /** Appends its bytes in request number {@code sequence}. */
    void appendTo(GrowableBytes to, long sequence);

    /** What stands in the template. */
    final class Literal implements Piece {
        private final byte[] bytes;

        Literal(byte[] bytes) {
            this.bytes = bytes;
        }

        @Override
        public int length(long sequence) {
            return bytes.length;
        }

        @Override
        public int maxLength() {
            return bytes.length;
        }

        @Override
        public void appendTo(GrowableBytes to, long sequence) {
            to.append(bytes);
        }
    }

    /** The request's number. */
    record Sequence() implements Piece {
        @Override
        public int length(long sequence) {
            return GrowableBytes.digits(sequence);
        }

        @Override
        public int maxLength() {
            return GrowableBytes.digits(Long.MAX_VALUE);
        }

        @Override
        public void appendTo(GrowableBytes to, long sequence) {
            to.appendDecimal(sequence);
        }
    }

    /**
     * A random number that depends on the request's number and on nothing else.
     *
     * @param seed differs between the holes of a template
     * @param low the least number, 0 or more
     * @param high the greatest number, {@code low} or more
     */
    record RandomNumber(long seed, long low, long high) implements Piece {
        long value(long sequence) {
            // The high half of a 64 x 64 bit product: biased by at most count / 2^64.
            long count = high - low + 1;
            return low + Math.unsignedMultiplyHigh(SplitMix64.at(seed, sequence), count);
        }

        @Override
        public int length(long sequence) {
            return GrowableBytes.digits(value(sequence));
        }

        @Override
        public int maxLength() {
            return GrowableBytes.digits(high);
        }

        @Override
        public void appendTo(GrowableBytes to, long sequence) {
            to.appendDecimal(value(sequence));
        }
    }

    /**
     * A random UUID that depends on the request's number and on nothing else.
     *
     * <p>Source: RFC 9562, section 5.4 (version 4).
     *
     * @param seed differs between the holes of a template
     */
    record RandomUuid(long seed) implements Piece {
        private static final int LENGTH = 36;
        private static final long VERSION_MASK = 0xf000L;
        private static final long VERSION_4 = 0x4000L;
        private static final long VARIANT_MASK = 0xc000_0000_0000_0000L;
        private static final long VARIANT = 0x8000_0000_0000_0000L;

        @Override
        public int length(long sequence) {
            return LENGTH;
        }

        @Override
        public int maxLength() {
            return LENGTH;
        }

        @Override
        public void appendTo(GrowableBytes to, long sequence) {
            long high = (SplitMix64.at(seed, 2 * sequence) & ~VERSION_MASK) | VERSION_4;
            long low = (SplitMix64.at(seed, 2 * sequence + 1) & ~VARIANT_MASK) | VARIANT;
            hex(to, high, 64, 32);
            to.append((byte) '-');
            hex(to, high, 32, 16);
            to.append((byte) '-');
            hex(to, high, 16, 0);
            to.append((byte) '-');
            hex(to, low, 64, 48);
            to.append((byte) '-');
            hex(to, low, 48, 0);
        }

        /** Appends the bits from {@code from}, exclusive, down to {@code to} in hexadecimal. */
        private static void hex(GrowableBytes bytes, long bits, int from, int to) {
            for (int shift = from - 4; shift >= to; shift -= 4) {
                bytes.append((byte) Character.forDigit((int) (bits >>> shift) & 0xf, 16));
            }
        }
    }

    /** A column's value in the row whose turn it is. */
    record Column(ColumnValues values) implements Piece {
        @Override
        public int length(long sequence) {
            return values.length(row(sequence));
        }

        @Override
        public int maxLength() {
            return values.maxLength();
        }

        @Override
        public void appendTo(GrowableBytes to, long sequence) {
            values.appendTo(to, row(sequence));
        }

        private int row(long sequence) {
            return (int) (sequence % values.rows());
        }
    }
}

package dev.tare.io.wire.http2;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/** Names and values as runs of bytes: whether two are equal, and a hash of one. */
final class FieldBytes {
    private static final ValueLayout.OfLong WORD =
            ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    /** An odd number whose bits look random: 2^64 divided by the golden ratio. */
    private static final long FACTOR = 0x9e3779b97f4a7c15L;

    private FieldBytes() {}

    /** Whether two runs of the same length are equal. */
    static boolean equal(
            MemorySegment one, long offset, MemorySegment other, long otherOffset, int length) {
        int i = 0;
        for (; i <= length - Long.BYTES; i += Long.BYTES) {
            if (one.get(WORD, offset + i) != other.get(WORD, otherOffset + i)) {
                return false;
            }
        }
        for (; i < length; i++) {
            if (one.get(ValueLayout.JAVA_BYTE, offset + i)
                    != other.get(ValueLayout.JAVA_BYTE, otherOffset + i)) {
                return false;
            }
        }
        return true;
    }

    /** A hash of some bytes; a seed that nobody knows keeps others from aiming at collisions. */
    static long hash(MemorySegment bytes, long offset, int length, long seed) {
        long hash = mix(seed + length);
        int i = 0;
        for (; i <= length - Long.BYTES; i += Long.BYTES) {
            hash = mix(hash ^ bytes.get(WORD, offset + i));
        }
        long last = 0;
        for (; i < length; i++) {
            last = (last << Byte.SIZE) | (bytes.get(ValueLayout.JAVA_BYTE, offset + i) & 0xff);
        }
        return mix(hash ^ last);
    }

    private static long mix(long value) {
        long product = value * FACTOR;
        return product ^ (product >>> Integer.SIZE);
    }
}

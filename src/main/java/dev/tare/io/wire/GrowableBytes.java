package dev.tare.io.wire;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * Bytes in native memory to which more are appended, up to a bound.
 *
 * <p>Thread-safety: one thread at a time. Allocation: when it grows (to twice its size, at least);
 * then its memory is used again. What it has grown out of is the garbage collector's.
 */
public final class GrowableBytes {
    private static final int FIRST_BYTES = 1024;
    private static final int MAX_DIGITS = 19;

    private final int maxBytes;
    private MemorySegment bytes = MemorySegment.NULL;
    private int length;

    /**
     * Nothing yet, without memory.
     *
     * @param maxBytes how many there may be, 1 or more
     */
    public GrowableBytes(int maxBytes) {
        if (maxBytes < 1) {
            throw new IllegalArgumentException("maxBytes is " + maxBytes + ", must be 1 or more");
        }
        this.maxBytes = maxBytes;
    }

    /** Empties it; the memory stays. */
    public GrowableBytes clear() {
        length = 0;
        return this;
    }

    /** Forgets what follows the first {@code bytesToKeep}, 0 to {@link #length}. */
    public void truncateTo(int bytesToKeep) {
        length = Math.clamp(bytesToKeep, 0, length);
    }

    /** How many bytes there are. */
    public int length() {
        return length;
    }

    /** How many more there may be. */
    public int room() {
        return maxBytes - length;
    }

    /** The memory, of which the first {@link #length} bytes count; until it grows. */
    public MemorySegment bytes() {
        return bytes;
    }

    /** The byte at {@code position}, 0 to {@link #length} − 1. */
    public byte at(int position) {
        assert position < length : position;
        return bytes.get(ValueLayout.JAVA_BYTE, position);
    }

    /**
     * Makes room, so that what follows need not grow.
     *
     * @throws IllegalStateException when that is more than {@link #room}
     */
    public GrowableBytes reserve(int moreBytes) {
        if (moreBytes > room()) {
            throw new IllegalStateException(
                    "%d bytes and %d more, must be at most %d"
                            .formatted(length, moreBytes, maxBytes));
        }
        if (length + moreBytes > bytes.byteSize()) {
            grow(length + moreBytes);
        }
        return this;
    }

    /** Appends one byte; like every appending method it throws what {@link #reserve} throws. */
    public GrowableBytes append(byte value) {
        reserve(1);
        bytes.set(ValueLayout.JAVA_BYTE, length++, value);
        return this;
    }

    /** Appends an array's bytes. */
    public GrowableBytes append(byte[] source) {
        return append(source, 0, source.length);
    }

    /** Appends some of an array's bytes. */
    public GrowableBytes append(byte[] source, int offset, int count) {
        reserve(count);
        MemorySegment.copy(source, offset, bytes, ValueLayout.JAVA_BYTE, length, count);
        length += count;
        return this;
    }

    /** Appends some of a segment's bytes. */
    public GrowableBytes append(MemorySegment source, long offset, int count) {
        reserve(count);
        MemorySegment.copy(source, offset, bytes, length, count);
        length += count;
        return this;
    }

    /** Appends a number, 0 or more, in decimal digits. */
    public GrowableBytes appendDecimal(long value) {
        int digits = digits(value);
        reserve(digits);
        long rest = value;
        for (int i = digits - 1; i >= 0; i--) {
            bytes.set(ValueLayout.JAVA_BYTE, (long) length + i, (byte) ('0' + rest % 10));
            rest /= 10;
        }
        length += digits;
        return this;
    }

    /** How many decimal digits a number has, 0 or more. */
    public static int digits(long value) {
        if (value < 0) {
            throw new IllegalArgumentException(value + " is negative");
        }
        long limit = 10;
        for (int digits = 1; digits < MAX_DIGITS; digits++) {
            if (value < limit) {
                return digits;
            }
            limit *= 10;
        }
        return MAX_DIGITS;
    }

    private void grow(int neededBytes) {
        long capacity = Math.max(FIRST_BYTES, 2 * bytes.byteSize());
        capacity = Math.min(maxBytes, Math.max(capacity, neededBytes));
        MemorySegment larger = Arena.ofAuto().allocate(capacity);
        MemorySegment.copy(bytes, 0, larger, 0, length);
        bytes = larger;
    }
}

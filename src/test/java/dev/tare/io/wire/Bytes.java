package dev.tare.io.wire;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;

/** Native segments of exactly the bytes of a test, so that a look behind them throws. */
final class Bytes {
    /** Segments are cut from this, one after the other, and then from its start again. */
    private static final MemorySegment RING = Arena.global().allocate(8 * 1024 * 1024, 8);

    private static long next;

    private Bytes() {}

    /**
     * One byte a character; they lie at {@code offset} of a segment that ends with them. The bytes
     * around it are digits.
     */
    static MemorySegment at(int offset, byte[] bytes) {
        long size = (long) offset + bytes.length;
        if (next + size + Long.BYTES > RING.byteSize()) {
            next = 0;
        }
        MemorySegment exact = RING.asSlice(next, size);
        RING.asSlice(next, offset).fill((byte) '5');
        RING.asSlice(next + size, Long.BYTES).fill((byte) '5');
        MemorySegment.copy(bytes, 0, exact, ValueLayout.JAVA_BYTE, offset, bytes.length);
        next += size;
        return exact;
    }

    static MemorySegment of(String text) {
        return at(0, latin(text));
    }

    /** Joins lines; each ends in CR LF. */
    static String lines(String... lines) {
        return String.join("\r\n", lines) + "\r\n";
    }

    static byte[] latin(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    static String text(MemorySegment bytes, long offset, long length) {
        byte[] copy = bytes.asSlice(offset, length).toArray(ValueLayout.JAVA_BYTE);
        return new String(copy, StandardCharsets.ISO_8859_1);
    }
}

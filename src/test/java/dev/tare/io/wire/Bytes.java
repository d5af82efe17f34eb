package dev.tare.io.wire;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;

/** Native segments of exactly the bytes of a test, so that a look behind them throws. */
final class Bytes {
    private Bytes() {}

    /** One byte a character; they lie at {@code offset} of a segment that ends with them. */
    static MemorySegment at(int offset, byte[] bytes) {
        MemorySegment larger = Arena.ofAuto().allocate(offset + bytes.length + 64L, 8);
        larger.fill((byte) '5');
        MemorySegment exact = larger.asSlice(0, offset + bytes.length);
        MemorySegment.copy(bytes, 0, exact, ValueLayout.JAVA_BYTE, offset, bytes.length);
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

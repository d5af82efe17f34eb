package dev.tare.specimen.proxy.head;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * Field lines that are about to be put into a head. Used again for every head.
 *
 * <p>Thread-safety: one thread. Allocation: none.
 */
public final class Additions {
    private static final byte[] HEX_DIGITS = ascii("0123456789abcdef");

    private final MemorySegment bytes;
    private int length;

    /** Room for {@code capacity} bytes. */
    Additions(Arena arena, int capacity) {
        bytes = arena.allocate(capacity);
    }

    MemorySegment bytes() {
        return bytes;
    }

    int length() {
        return length;
    }

    void clear() {
        length = 0;
    }

    void add(MemorySegment source, long offset, long count) {
        MemorySegment.copy(source, offset, bytes, length, count);
        length += Math.toIntExact(count);
    }

    void add(byte[] text) {
        MemorySegment.copy(text, 0, bytes, ValueLayout.JAVA_BYTE, length, text.length);
        length += text.length;
    }

    /** Adds a number in decimal digits, 0 or more. */
    void addDecimal(long number) {
        int digits = 1;
        for (long rest = number / 10; rest > 0; rest /= 10) {
            digits++;
        }
        long rest = number;
        for (int i = digits - 1; i >= 0; i--) {
            bytes.set(ValueLayout.JAVA_BYTE, length + i, (byte) ('0' + rest % 10));
            rest /= 10;
        }
        length += digits;
    }

    /** Adds the last {@code digits} hexadecimal digits of a number, in lower case. */
    void addHex(long number, int digits) {
        for (int i = digits - 1; i >= 0; i--) {
            byte digit = HEX_DIGITS[(int) (number >>> (4 * i)) & 0xf];
            bytes.set(ValueLayout.JAVA_BYTE, length++, digit);
        }
    }

    /** The bytes of a text that is ASCII. */
    public static byte[] ascii(String text) {
        return text.getBytes(US_ASCII);
    }
}

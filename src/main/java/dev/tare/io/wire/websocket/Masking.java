package dev.tare.io.wire.websocket;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/** The exclusive or of a payload with its key. Source: RFC 6455, section 5.3. */
final class Masking {
    private static final ValueLayout.OfLong WORD =
            ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    private Masking() {}

    /**
     * Masks bytes where they lie, or takes the mask away.
     *
     * @param key its first byte lowest
     * @param position of the first byte within the payload, 0 or more
     */
    static void apply(MemorySegment bytes, long offset, int length, int key, long position) {
        int turned = Integer.rotateRight(key, (int) (position & 3) * Byte.SIZE);
        long wide = (turned & 0xffffffffL) << Integer.SIZE | (turned & 0xffffffffL);
        int p = 0;
        for (; p <= length - Long.BYTES; p += Long.BYTES) {
            bytes.set(WORD, offset + p, bytes.get(WORD, offset + p) ^ wide);
        }
        for (; p < length; p++) {
            byte b = bytes.get(ValueLayout.JAVA_BYTE, offset + p);
            int mask = turned >>> ((p & 3) * Byte.SIZE);
            bytes.set(ValueLayout.JAVA_BYTE, offset + p, (byte) (b ^ mask));
        }
    }
}

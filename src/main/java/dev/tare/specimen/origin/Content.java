package dev.tare.specimen.origin;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * The known content of every body: the byte at position i is i modulo {@link #PERIOD_BYTES}.
 *
 * <p>The period is a prime near 256: content that has lost, doubled or swapped a block of any usual
 * size no longer follows it. It holds all printable ASCII, so that it also holds a text to look
 * for.
 *
 * <p>Thread-safety: immutable, apart from the room for a head before the content, which belongs to
 * the one loop that owns this block.
 */
public final class Content {
    /** The content repeats after so many bytes. */
    public static final int PERIOD_BYTES = 251;

    /** The most content that one piece holds. */
    static final int PIECE_BYTES = 256 * 1024;

    /** Room right before position 0, so that a head and its body leave in one piece. */
    static final int HEAD_ROOM_BYTES = 512;

    private final MemorySegment block;

    Content(Arena arena) {
        block = arena.allocate(HEAD_ROOM_BYTES + PIECE_BYTES + PERIOD_BYTES);
        for (long i = 0; i < PIECE_BYTES + PERIOD_BYTES; i++) {
            block.set(ValueLayout.JAVA_BYTE, HEAD_ROOM_BYTES + i, byteAt(i));
        }
    }

    /** The byte of every body at {@code position}, 0 or more. */
    public static byte byteAt(long position) {
        return (byte) (position % PERIOD_BYTES);
    }

    /** Head room and content, one after the other. */
    MemorySegment block() {
        return block;
    }

    /** Where in {@link #block} the content from {@code position} on stands. */
    static long offsetOf(long position) {
        return HEAD_ROOM_BYTES + position % PERIOD_BYTES;
    }
}

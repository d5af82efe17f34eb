package dev.tare.io.wire.http2;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * What waits to be sent, in one piece of native memory.
 *
 * <p>The last {@link #RESERVE_BYTES} are kept for frames that a peer makes us send: answers to its
 * PING and SETTINGS, WINDOW_UPDATE, RST_STREAM, GOAWAY. A peer that fills even them does not read.
 *
 * <p>Allocation: when it grows, to at most what was allowed. A buffer is used again for the next
 * connection.
 */
final class OutputBuffer {
    /** Room that heads and bodies leave free. */
    static final int RESERVE_BYTES = 4096;

    private static final int FIRST_BYTES = 4096;
    private static final int GROWTH = 4;

    private final Arena arena;
    private final int maxBytes;
    private MemorySegment bytes = MemorySegment.NULL;
    private int start;
    private int end;
    private long produced;

    OutputBuffer(int maxBytes, Arena arena) {
        this.maxBytes = maxBytes;
        this.arena = arena;
    }

    void clear() {
        start = 0;
        end = 0;
        produced = 0;
    }

    MemorySegment bytes() {
        return bytes;
    }

    int start() {
        return start;
    }

    int length() {
        return end - start;
    }

    long produced() {
        return produced;
    }

    /** How many bytes of heads and bodies may still be put in. */
    int room() {
        return maxBytes - RESERVE_BYTES - length();
    }

    /** How many bytes may still be put in, the reserve included. */
    int lastRoom() {
        return maxBytes - length();
    }

    /**
     * Makes room in one piece.
     *
     * @param count bytes, at most {@link #lastRoom}
     * @return where in {@link #bytes} to put them; then {@link #put} them
     */
    int reserve(int count) {
        assert count <= lastRoom() : count;
        if (count > bytes.byteSize() - end) {
            makeRoom(count);
        }
        return end;
    }

    /** Adds what was written at {@link #reserve}. */
    void put(int count) {
        end += count;
        produced += count;
    }

    void taken(int count) {
        assert count <= length() : count;
        start += count;
        if (start == end) {
            start = 0;
            end = 0;
        }
    }

    private void makeRoom(int count) {
        int length = length();
        MemorySegment target = bytes;
        if (length + count > bytes.byteSize()) {
            long capacity = Math.max(FIRST_BYTES, bytes.byteSize());
            while (capacity < length + count) {
                capacity *= GROWTH;
            }
            target = arena.allocate(Math.min(capacity, maxBytes));
        }
        MemorySegment.copy(bytes, start, target, 0, length);
        bytes = target;
        start = 0;
        end = length;
    }
}

package dev.tare.io.wire;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/**
 * Holds the pieces of a head that did not arrive at once, off-heap, up to {@link
 * Http1Head#MAX_HEAD_BYTES}.
 *
 * <p>Allocation: on the first use and when it grows (to four times its size); then it is used
 * again. Memory comes from the arena that was given, and lives as long as that; without one it is
 * the garbage collector's.
 */
final class HeadBuffer {
    static final int FIRST_BYTES = 4096;
    private static final int GROWTH = 4;

    private @Nullable Arena arena;
    private MemorySegment bytes = MemorySegment.NULL;
    private int size;

    HeadBuffer(@Nullable Arena arena) {
        this.arena = arena;
    }

    /** Empties it; what it held stays readable until the next {@link #append}. */
    void clear() {
        size = 0;
    }

    int size() {
        return size;
    }

    int room() {
        return Http1Head.MAX_HEAD_BYTES - size;
    }

    MemorySegment bytes() {
        return bytes;
    }

    /**
     * Adds a piece.
     *
     * @param length 1 to {@link #room}
     * @return whether there is a line's end in it
     */
    boolean append(MemorySegment piece, long offset, int length) {
        assert length > 0 && length <= room() : length;
        if (size + length > bytes.byteSize()) {
            grow(size + length);
        }
        MemorySegment.copy(piece, offset, bytes, size, length);
        size += length;
        for (int i = size - length; i < size; i++) {
            if (Octets.at(bytes, i) == Octets.LF) {
                return true;
            }
        }
        return false;
    }

    private void grow(int neededBytes) {
        long capacity = Math.max(FIRST_BYTES, bytes.byteSize());
        while (capacity < neededBytes) {
            capacity *= GROWTH;
        }
        if (arena == null) {
            arena = Arena.ofAuto();
        }
        MemorySegment larger = arena.allocate(capacity);
        MemorySegment.copy(bytes, 0, larger, 0, size);
        bytes = larger;
    }
}

package dev.tare.io.wire.http2;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;

/**
 * Header blocks that wait for room in the output, or for the body before them: each a chain of
 * small pieces of one memory, so that none is lost to gaps.
 *
 * <p>Allocation: when more waits than ever before, up to a bound.
 */
final class WaitingBlocks {
    /** No block: what {@link #keep} returns when the bound is reached. */
    static final int NONE = -1;

    private static final int PIECE_BYTES = 128;
    private static final int FIRST_PIECES = 64;

    private final Arena arena;
    private final int maxPieces;
    private MemorySegment bytes = MemorySegment.NULL;
    private int[] next = {};

    /** Of the first piece of a block. */
    private int[] length = {};

    private int free = NONE;
    private int freePieces;

    /**
     * Holds nothing yet.
     *
     * @param maxBytes what may wait at a time, 1 or more
     */
    WaitingBlocks(int maxBytes, Arena arena) {
        this.arena = arena;
        maxPieces = Math.max(1, maxBytes / PIECE_BYTES);
    }

    /** Forgets everything. */
    void clear() {
        free = NONE;
        freePieces = 0;
        addFree(0);
    }

    /** Keeps a copy of a block; returns the number by which it is known, or {@link #NONE}. */
    int keep(MemorySegment block, long offset, int blockBytes) {
        int pieces = Math.max(1, (blockBytes + PIECE_BYTES - 1) / PIECE_BYTES);
        if (pieces > freePieces && !growBy(pieces - freePieces)) {
            return NONE;
        }
        int first = free;
        int piece = first;
        int last = first;
        for (int done = 0; done < blockBytes; done += PIECE_BYTES) {
            int copied = Math.min(PIECE_BYTES, blockBytes - done);
            MemorySegment.copy(block, offset + done, bytes, at(piece), copied);
            last = piece;
            piece = next[piece];
        }
        free = next[last];
        next[last] = NONE;
        freePieces -= pieces;
        length[first] = blockBytes;
        return first;
    }

    /** How many bytes a block has. */
    int lengthOf(int block) {
        return length[block];
    }

    /** Copies a block to where it is sent from. */
    void copyTo(int block, MemorySegment target, long offset) {
        int left = length[block];
        long at = offset;
        for (int piece = block; left > 0; piece = next[piece]) {
            int copied = Math.min(PIECE_BYTES, left);
            MemorySegment.copy(bytes, at(piece), target, at, copied);
            at += copied;
            left -= copied;
        }
    }

    /** Forgets a block; does nothing for {@link #NONE}. */
    void drop(int block) {
        if (block == NONE) {
            return;
        }
        int last = block;
        freePieces++;
        while (next[last] != NONE) {
            last = next[last];
            freePieces++;
        }
        next[last] = free;
        free = block;
    }

    private static long at(int piece) {
        return (long) piece * PIECE_BYTES;
    }

    private boolean growBy(int missing) {
        int pieces = next.length;
        if (missing > maxPieces - pieces) {
            return false;
        }
        int more = Math.min(maxPieces - pieces, Math.max(missing, Math.max(FIRST_PIECES, pieces)));
        MemorySegment larger = arena.allocate(at(pieces + more));
        MemorySegment.copy(bytes, 0, larger, 0, at(pieces));
        bytes = larger;
        next = Arrays.copyOf(next, pieces + more);
        length = Arrays.copyOf(length, pieces + more);
        addFree(pieces);
        return true;
    }

    /** Adds all pieces from one on to those that are free. */
    private void addFree(int from) {
        for (int piece = next.length - 1; piece >= from; piece--) {
            next[piece] = free;
            free = piece;
            freePieces++;
        }
    }
}

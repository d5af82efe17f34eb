package dev.tare.io.net;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayDeque;

/**
 * Blocks of memory of one length, used again and again.
 *
 * <p>Thread-safety: one thread. Allocation: only when more are in use than ever before.
 */
final class Blocks {
    private final int blockBytes;
    private final ArrayDeque<MemorySegment> free = new ArrayDeque<>();

    Blocks(int blockBytes) {
        this.blockBytes = blockBytes;
    }

    MemorySegment take() {
        MemorySegment block = free.poll();
        return block != null ? block : Arena.ofAuto().allocate(blockBytes, Long.BYTES);
    }

    void giveBack(MemorySegment block) {
        free.push(block);
    }
}

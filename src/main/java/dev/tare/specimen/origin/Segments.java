package dev.tare.specimen.origin;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayDeque;

/**
 * Native segments of one size, used again and again. They are only needed for what is rare:
 * pipelined requests and echoes.
 *
 * <p>Thread-safety: one thread. Allocation: when more are in use than ever before.
 */
final class Segments {
    private final Arena arena;
    private final int sizeBytes;
    private final ArrayDeque<MemorySegment> free = new ArrayDeque<>();

    Segments(Arena arena, int sizeBytes) {
        this.arena = arena;
        this.sizeBytes = sizeBytes;
    }

    MemorySegment take() {
        MemorySegment segment = free.poll();
        return segment == null ? arena.allocate(sizeBytes) : segment;
    }

    /** Takes a segment back; {@link MemorySegment#NULL} is none. */
    void giveBack(MemorySegment segment) {
        if (segment.byteSize() > 0) {
            free.push(segment);
        }
    }
}

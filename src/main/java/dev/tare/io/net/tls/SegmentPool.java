package dev.tare.io.net.tls;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayDeque;

/**
 * Native segments of one size, used again and again; some are kept while nobody needs them, the
 * others are left to the collector.
 *
 * <p>Thread-safety: one thread.
 */
final class SegmentPool {
    private static final int MAX_KEPT = 16;

    private final int sizeBytes;
    private final ArrayDeque<MemorySegment> free = new ArrayDeque<>(MAX_KEPT);

    SegmentPool(int sizeBytes) {
        this.sizeBytes = sizeBytes;
    }

    MemorySegment take() {
        MemorySegment segment = free.poll();
        return segment == null ? Arena.ofAuto().allocate(sizeBytes) : segment;
    }

    void giveBack(MemorySegment segment) {
        if (free.size() < MAX_KEPT) {
            free.push(segment);
        }
    }
}

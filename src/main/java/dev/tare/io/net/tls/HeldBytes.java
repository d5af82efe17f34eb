package dev.tare.io.net.tls;

import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/**
 * One connection's encrypted bytes that arrived while the owner wanted none: the rest of a single
 * delivery, in memory that is borrowed for as long as there is one.
 *
 * <p>Thread-safety: the loop's thread. Allocation: none, but for the pool's first segments.
 */
final class HeldBytes {
    private final SegmentPool pool;
    private @Nullable MemorySegment segment;
    private long start;
    private int length;

    HeldBytes(SegmentPool pool) {
        this.pool = pool;
    }

    /** Where they stand; null where nothing was held since {@link #release}. */
    @Nullable MemorySegment segment() {
        return segment;
    }

    /** Where in the segment the first stands. */
    long start() {
        return start;
    }

    /** How many are held, 0 or more. */
    int length() {
        return length;
    }

    /** How many are held; from now on none are, for they are being delivered. */
    int takeLength() {
        int taken = length;
        length = 0;
        return taken;
    }

    /** Holds bytes that arrived, or those of the held ones that are not wanted yet after all. */
    void keep(MemorySegment buffer, long offset, int bytes) {
        if (segment == null) {
            MemorySegment taken = pool.take();
            MemorySegment.copy(buffer, offset, taken, 0, bytes);
            segment = taken;
            start = 0;
        } else {
            // It is being delivered itself, and the owner wants no more of it for now.
            start = offset;
        }
        length = bytes;
    }

    /** Drops what is held. */
    void release() {
        MemorySegment released = segment;
        if (released != null) {
            segment = null;
            length = 0;
            pool.giveBack(released);
        }
    }
}

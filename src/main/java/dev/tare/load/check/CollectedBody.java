package dev.tare.load.check;

import dev.tare.io.wire.GrowableBytes;
import java.lang.foreign.MemorySegment;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * The whole body of one answer after another, for the conditions that cannot do with pieces.
 *
 * <p>Thread-safety: one thread at a time. Allocation: none once there are as many buffers, and of
 * such a size, as the bodies need that arrive at the same time.
 */
final class CollectedBody {
    /** The longest body that is collected, bytes. */
    static final int MAX_BYTES = 16 * 1024 * 1024;

    /** Buffers that no body needs now; all inspections of an inspector share them. */
    static final class Buffers {
        private final ArrayDeque<GrowableBytes> free = new ArrayDeque<>();

        private GrowableBytes take() {
            GrowableBytes buffer = free.pollLast();
            return buffer == null ? new GrowableBytes(MAX_BYTES) : buffer.clear();
        }

        private void give(GrowableBytes buffer) {
            free.addLast(buffer);
        }
    }

    private final Buffers buffers;
    private @Nullable GrowableBytes buffer;
    private boolean tooLong;

    CollectedBody(Buffers buffers) {
        this.buffers = buffers;
    }

    /** Forgets the body. */
    void clear() {
        tooLong = false;
        release();
    }

    private void release() {
        if (buffer != null) {
            buffers.give(buffer);
            buffer = null;
        }
    }

    /** Takes one more piece. */
    void add(MemorySegment piece, long offset, int length) {
        if (tooLong) {
            return;
        }
        if (buffer == null) {
            buffer = buffers.take();
        }
        if (length > buffer.room()) {
            tooLong = true;
            release();
        } else {
            buffer.append(piece, offset, length);
        }
    }

    /** Whether the body is longer than {@link #MAX_BYTES}: then nothing of it is there. */
    boolean tooLong() {
        return tooLong;
    }

    /** The memory whose first {@link #length} bytes are the body. */
    MemorySegment bytes() {
        return buffer == null ? MemorySegment.NULL : buffer.bytes();
    }

    int length() {
        return buffer == null ? 0 : buffer.length();
    }
}

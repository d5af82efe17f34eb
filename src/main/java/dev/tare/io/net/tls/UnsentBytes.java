package dev.tare.io.net.tls;

import dev.tare.io.net.Connection;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/**
 * One connection's encrypted bytes on their way to the kernel: what it does not take waits, in
 * memory that is borrowed for as long as something does.
 *
 * <p>Thread-safety: the loop's thread. Allocation: none, but for the pool's first segments.
 */
final class UnsentBytes {
    private final LoopBuffers buffers;
    private @Nullable MemorySegment waiting;
    private int start;
    private int length;
    private boolean broken;

    UnsentBytes(LoopBuffers buffers) {
        this.buffers = buffers;
    }

    /** How many bytes wait, 0 or more. */
    int length() {
        return length;
    }

    /** Whether the connection takes no more, for good. */
    boolean broken() {
        return broken;
    }

    /** What was to be sent next cannot be made: it takes no more. */
    void breakOff() {
        broken = true;
    }

    /**
     * Sends the first bytes of the loop's buffer, behind those that wait.
     *
     * @return false when the connection is broken
     */
    boolean send(Connection raw, int bytes) {
        int sent = length > 0 ? 0 : raw.send(buffers.out, 0, bytes);
        if (sent == bytes) {
            return true;
        }
        if (sent == Connection.BROKEN || length + bytes - sent > LoopBuffers.OUT_BYTES) {
            broken = true;
            return false;
        }
        keep(sent, bytes - sent);
        return true;
    }

    private void keep(int from, int bytes) {
        MemorySegment segment = waiting;
        if (segment == null) {
            segment = buffers.waiting.take();
            waiting = segment;
            start = 0;
        }
        if (start > 0) {
            MemorySegment.copy(segment, start, segment, 0, length);
            start = 0;
        }
        MemorySegment.copy(buffers.out, from, segment, length, bytes);
        length += bytes;
    }

    /** Sends what waits; returns whether nothing waits any more. */
    boolean sendRest(Connection raw) {
        MemorySegment segment = waiting;
        if (segment == null) {
            return true;
        }
        int sent = raw.send(segment, start, length);
        if (sent == Connection.BROKEN) {
            broken = true;
            return false;
        }
        start += sent;
        length -= sent;
        if (length > 0) {
            return false;
        }
        release();
        return true;
    }

    /** Drops what waits. */
    void release() {
        MemorySegment segment = waiting;
        if (segment != null) {
            waiting = null;
            length = 0;
            buffers.waiting.giveBack(segment);
        }
    }
}

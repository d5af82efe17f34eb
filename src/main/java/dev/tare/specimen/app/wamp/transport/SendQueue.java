package dev.tare.specimen.app.wamp.transport;

import dev.tare.io.net.Connection;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * What a link has to send and the kernel has not taken yet.
 *
 * <p>Thread-safety: its loop's thread. Allocation: when more waits than ever before; what was for a
 * burst is given back.
 */
final class SendQueue {
    private static final int FIRST_BYTES = 4096;

    /** Memory is kept for the next messages up to this size. */
    private static final int KEPT_BYTES = 256 * 1024;

    private MemorySegment bytes = MemorySegment.NULL;
    private long start;
    private long end;

    /** How many bytes wait. */
    long waiting() {
        return end - start;
    }

    /** Makes room behind what waits; returns where it begins in {@link #memory}. */
    long reserve(int length) {
        if (start == end) {
            start = 0;
            end = 0;
        }
        if (end + length > bytes.byteSize()) {
            long needed = end - start + length;
            // Moving is worth it only where it makes much room.
            boolean roomy = needed <= bytes.byteSize() / 2;
            MemorySegment larger =
                    roomy ? bytes : Arena.ofAuto().allocate(Math.max(FIRST_BYTES, needed * 2));
            MemorySegment.copy(bytes, start, larger, 0, end - start);
            end -= start;
            start = 0;
            bytes = larger;
        }
        return end;
    }

    /** Where to write what {@link #reserve} has made room for. */
    MemorySegment memory() {
        return bytes;
    }

    /** So many bytes were written behind what waits. */
    void add(int length) {
        end += length;
    }

    /** Sends what is taken; returns how many bytes were, or {@link Connection#BROKEN}. */
    int flush(Connection to) {
        int sent = start == end ? 0 : to.send(bytes, start, (int) (end - start));
        if (sent == Connection.BROKEN) {
            return Connection.BROKEN;
        }
        start += sent;
        to.wantWritable(start < end);
        if (start == end && bytes.byteSize() > KEPT_BYTES) {
            bytes = MemorySegment.NULL;
            start = 0;
            end = 0;
        }
        return sent;
    }

    /** Forgets what waits. */
    void clear() {
        bytes = MemorySegment.NULL;
        start = 0;
        end = 0;
    }
}

package dev.tare.specimen.app.http;

import dev.tare.io.net.Connection;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * What a connection has not taken yet.
 *
 * <p>Thread-safety: its loop's thread. Allocation: when more waits than ever before.
 */
final class Outbox {
    private static final int FIRST_BYTES = 4096;

    private MemorySegment bytes = MemorySegment.NULL;
    private long start;
    private long end;

    boolean isEmpty() {
        return start == end;
    }

    /** Sends bytes behind what waits, and keeps the rest; returns false if that is in vain. */
    boolean send(Connection to, MemorySegment source, long offset, long length) {
        long sent = 0;
        if (isEmpty() && length > 0) {
            sent = to.send(source, offset, (int) length);
            if (sent == Connection.BROKEN) {
                return false;
            }
        }
        if (sent < length) {
            keep(source, offset + sent, length - sent);
            to.wantWritable(true);
        }
        return true;
    }

    private void keep(MemorySegment source, long offset, long length) {
        if (isEmpty()) {
            start = 0;
            end = 0;
        }
        if (end + length > bytes.byteSize()) {
            long needed = end - start + length;
            MemorySegment larger =
                    needed > bytes.byteSize()
                            ? Arena.ofAuto().allocate(Math.max(needed * 2, FIRST_BYTES))
                            : bytes;
            MemorySegment.copy(bytes, start, larger, 0, end - start);
            end -= start;
            start = 0;
            bytes = larger;
        }
        MemorySegment.copy(source, offset, bytes, end, length);
        end += length;
    }

    /** Sends what waits, as far as it is taken; returns false if that is in vain. */
    boolean flush(Connection to) {
        if (!isEmpty()) {
            int sent = to.send(bytes, start, (int) (end - start));
            if (sent == Connection.BROKEN) {
                return false;
            }
            start += sent;
        }
        to.wantWritable(!isEmpty());
        return true;
    }
}

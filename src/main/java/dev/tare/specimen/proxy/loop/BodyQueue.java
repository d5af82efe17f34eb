package dev.tare.specimen.proxy.loop;

import java.lang.foreign.MemorySegment;

/**
 * A body on its way from one connection to another: bytes that came and have not left. Those that
 * are there for the moment only are lent to it, so that what can leave at once is never kept.
 *
 * <p>It is bounded by whoever brings the bytes: the window of the stream that they come on.
 *
 * <p>Thread-safety: one thread. Allocation: none; its buffer is the pool's, and is given back when
 * it is empty.
 */
public final class BodyQueue {
    private final BufferPool buffers;

    /** A ring, as large as a power of two. */
    private MemorySegment kept = MemorySegment.NULL;

    private long keptStart;
    private int keptLength;
    private MemorySegment lent = MemorySegment.NULL;
    private long lentStart;
    private int lentLength;

    /** Without bytes; those it keeps are kept in buffers of the pool. */
    public BodyQueue(BufferPool buffers) {
        this.buffers = buffers;
    }

    /** Whether all was taken. */
    public boolean isEmpty() {
        return length() == 0;
    }

    /** How many bytes have come and not left. */
    public int length() {
        return keptLength + lentLength;
    }

    /** Adds bytes that can be taken until {@link #keepRest} is called. */
    public void lend(MemorySegment bytes, long offset, int length) {
        assert lentLength == 0;
        lent = bytes;
        lentStart = offset;
        lentLength = length;
    }

    /** Copies what was lent and not taken. */
    public void keepRest() {
        if (lentLength > 0) {
            makeRoom(lentLength);
            long at = (keptStart + keptLength) & (kept.byteSize() - 1);
            long first = Math.min(lentLength, kept.byteSize() - at);
            MemorySegment.copy(lent, lentStart, kept, at, first);
            MemorySegment.copy(lent, lentStart + first, kept, 0, lentLength - first);
            keptLength += lentLength;
            lentLength = 0;
        }
        lent = MemorySegment.NULL;
    }

    /** Adds a copy of bytes. */
    public void keep(MemorySegment bytes, long offset, int length) {
        lend(bytes, offset, length);
        keepRest();
    }

    /**
     * Takes the next bytes.
     *
     * @param length 0 to {@link #length}
     */
    public void take(MemorySegment target, long offset, int length) {
        int fromKept = Math.min(length, keptLength);
        if (fromKept > 0) {
            long first = Math.min(fromKept, kept.byteSize() - keptStart);
            MemorySegment.copy(kept, keptStart, target, offset, first);
            MemorySegment.copy(kept, 0, target, offset + first, fromKept - first);
            keptStart = (keptStart + fromKept) & (kept.byteSize() - 1);
            keptLength -= fromKept;
            if (keptLength == 0) {
                releaseKept();
            }
        }
        int fromLent = length - fromKept;
        if (fromLent > 0) {
            MemorySegment.copy(lent, lentStart, target, offset + fromKept, fromLent);
            lentStart += fromLent;
            lentLength -= fromLent;
        }
    }

    /** Forgets everything. */
    public void clear() {
        lentLength = 0;
        keptLength = 0;
        releaseKept();
    }

    private void releaseKept() {
        buffers.giveBack(kept);
        kept = MemorySegment.NULL;
        keptStart = 0;
    }

    private void makeRoom(int added) {
        int needed = keptLength + added;
        if (needed <= kept.byteSize()) {
            return;
        }
        MemorySegment larger = buffers.take(needed);
        int length = keptLength;
        if (length > 0) {
            long first = Math.min(length, kept.byteSize() - keptStart);
            MemorySegment.copy(kept, keptStart, larger, 0, first);
            MemorySegment.copy(kept, 0, larger, first, length - first);
        }
        releaseKept();
        kept = larger;
    }
}

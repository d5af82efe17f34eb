package dev.tare.specimen.proxy.cluster;

import dev.tare.specimen.proxy.loop.BufferPool;
import java.lang.foreign.MemorySegment;

/**
 * A copy of a client's request as it was passed on, while it could be sent again.
 *
 * <p>Thread-safety: its loop's thread. Allocation: none; its buffer is the pool's.
 */
public final class KeptRequest {
    /** A longer request is not kept for another try. */
    public static final int MAX_BYTES = 64 * 1024;

    private final BufferPool buffers;
    private MemorySegment bytes = MemorySegment.NULL;
    private int length;

    /** Without a copy yet; its buffer is to be one of the pool. */
    public KeptRequest(BufferPool buffers) {
        this.buffers = buffers;
    }

    /** Copies a request over the one before. */
    public void keep(MemorySegment buffer, long offset, int requestBytes) {
        if (requestBytes > bytes.byteSize()) {
            buffers.giveBack(bytes);
            bytes = buffers.take(requestBytes);
        }
        MemorySegment.copy(buffer, offset, bytes, 0, requestBytes);
        length = requestBytes;
    }

    /** Begins with nothing, to {@link #append}. */
    public void clear() {
        length = 0;
    }

    /**
     * Copies more behind what is there; false, and nothing is kept any more, if that is too much.
     */
    public boolean append(MemorySegment buffer, long offset, int moreBytes) {
        if (length + moreBytes > MAX_BYTES) {
            release();
            return false;
        }
        if (length + moreBytes > bytes.byteSize()) {
            MemorySegment larger = buffers.take(length + moreBytes);
            MemorySegment.copy(bytes, 0, larger, 0, length);
            buffers.giveBack(bytes);
            bytes = larger;
        }
        MemorySegment.copy(buffer, offset, bytes, length, moreBytes);
        length += moreBytes;
        return true;
    }

    /** The copy, from the first byte on. */
    public MemorySegment bytes() {
        return bytes;
    }

    /** How many bytes it has, 0 or more. */
    public int length() {
        return length;
    }

    /** Sends it over a connection that is not open yet. */
    public void sendOver(Upstream fresh) {
        if (!fresh.send(bytes, 0, length)) {
            throw new IllegalStateException("a connection broke before it was open");
        }
    }

    /** Gives its buffer back. */
    public void release() {
        buffers.giveBack(bytes);
        bytes = MemorySegment.NULL;
        length = 0;
    }
}

package dev.tare.specimen.proxy;

import java.lang.foreign.MemorySegment;

/**
 * A copy of a client's request as it was passed on, while it could be sent again.
 *
 * <p>Thread-safety: its loop's thread. Allocation: none; its buffer is the pool's.
 */
final class KeptRequest {
    /** A longer request is not kept for another try. */
    static final int MAX_BYTES = 64 * 1024;

    private final BufferPool buffers;
    private MemorySegment bytes = MemorySegment.NULL;
    private int length;

    KeptRequest(BufferPool buffers) {
        this.buffers = buffers;
    }

    /** Copies a request over the one before. */
    void keep(MemorySegment buffer, long offset, int requestBytes) {
        if (requestBytes > bytes.byteSize()) {
            buffers.giveBack(bytes);
            bytes = buffers.take(requestBytes);
        }
        MemorySegment.copy(buffer, offset, bytes, 0, requestBytes);
        length = requestBytes;
    }

    /** Sends it over a connection that is not open yet. */
    void sendOver(Upstream fresh) {
        if (!fresh.send(bytes, 0, length)) {
            throw new IllegalStateException("a connection broke before it was open");
        }
    }

    /** Gives its buffer back. */
    void release() {
        buffers.giveBack(bytes);
        bytes = MemorySegment.NULL;
    }
}

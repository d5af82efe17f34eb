package dev.tare.io.wire;

import java.lang.foreign.MemorySegment;

/** Takes the decoded bytes of a body, piece by piece, as they lie in the caller's buffer. */
public interface BodySink {

    /**
     * Some bytes of the body: no chunk sizes, no trailers. Valid during the call only.
     *
     * @param offset of the first byte in {@code buffer}
     * @param length bytes, 1 or more
     */
    void onBody(MemorySegment buffer, long offset, int length);
}

package dev.tare.io.wire.http2;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * What differs from one request to the next: path, body, further fields. Filled anew for each
 * request; one object serves any number of sessions of a thread.
 *
 * <p>Allocation: none once it has grown to what the requests need.
 */
@SuppressWarnings({"DoNotCallSuggester", "UnusedVariable"})
public final class RequestVariation {
    /** Takes its memory from an arena that lives longer than it. */
    public RequestVariation(Arena arena) {}

    /** Forgets everything. */
    public RequestVariation clear() {
        throw new UnsupportedOperationException();
    }

    /**
     * Gives the path with its query; it is copied. Only for a request that was prepared {@link
     * PreparedRequest#withVaryingPath}.
     */
    public RequestVariation path(MemorySegment bytes, long offset, int length) {
        throw new UnsupportedOperationException();
    }

    /** Gives another body; it is not copied, and must stay as it is until it is sent. */
    public RequestVariation body(MemorySegment bytes, long offset, long length) {
        throw new UnsupportedOperationException();
    }

    /** Adds a field; it is copied, and sent as a literal that is not indexed. */
    public RequestVariation field(
            byte[] lowerCaseName, MemorySegment value, long offset, int length) {
        throw new UnsupportedOperationException();
    }
}

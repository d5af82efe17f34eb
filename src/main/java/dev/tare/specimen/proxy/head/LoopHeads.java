package dev.tare.specimen.proxy.head;

import dev.tare.io.wire.Http1Head;
import dev.tare.io.wire.http2.HeadFields;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * What a loop puts heads of HTTP/2 together with, and those that pass from one version to the
 * other.
 *
 * <p>Thread-safety: its loop's thread. Allocation: none after construction.
 */
public final class LoopHeads {
    private final Http2Heads http2;
    private final TranslatedHeads translated;
    private final HeadFields fields;
    private final HeadFields restored;

    /**
     * The heads of one loop.
     *
     * @param requestIds names for requests that have none
     * @param requestHead what requests of HTTP/1.1 are parsed with
     * @param responseHead what responses of HTTP/1.1 are parsed with
     */
    public LoopHeads(
            Arena arena, RequestIds requestIds, Http1Head requestHead, Http1Head responseHead) {
        http2 = new Http2Heads(arena, requestIds);
        translated = new TranslatedHeads(arena, requestIds, requestHead, responseHead);
        fields = new HeadFields(arena);
        restored = new HeadFields(arena);
    }

    /** Heads that stay in HTTP/2. */
    public Http2Heads http2() {
        return http2;
    }

    /** Heads that pass from one version to the other. */
    public TranslatedHeads translated() {
        return translated;
    }

    /** For a head that is sent at once. */
    public HeadFields fields() {
        return fields;
    }

    /** A head that was saved, to be sent at once. */
    public HeadFields restored(MemorySegment saved) {
        return restored.restore(saved);
    }
}

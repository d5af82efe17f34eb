package dev.tare.specimen.proxy.client.http2;

import dev.tare.io.wire.http2.Http2Fields;
import dev.tare.specimen.proxy.cluster.KeptRequest;
import dev.tare.specimen.proxy.loop.BufferPool;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/**
 * A request of HTTP/2 that waits, by its route's will, before it is passed on: its head as it came,
 * and what has come behind it. The client has no credit for the latter, so a stream's window of it
 * is all there can be.
 *
 * <p>Thread-safety: its loop's thread. Allocation: for the first requests.
 */
final class DelayedRequest {
    private final Http2Fields head = Http2Fields.empty(Arena.ofAuto());
    private final Http2Fields trailers = Http2Fields.empty(Arena.ofAuto());
    private final KeptRequest body;
    private boolean waiting;
    private boolean trailed;

    DelayedRequest(BufferPool buffers) {
        body = new KeptRequest(buffers);
    }

    /** Whether a request waits. */
    boolean isWaiting() {
        return waiting;
    }

    /** A request begins to wait. */
    void begin(Http2Fields received) {
        head.become(received);
        body.clear();
        waiting = true;
        trailed = false;
    }

    /** More of its body has come. */
    void append(MemorySegment buffer, long offset, int length) {
        if (!body.append(buffer, offset, length)) {
            throw new IllegalStateException("a client sends more than its window");
        }
    }

    /** It ends with these. */
    void endWith(Http2Fields received) {
        trailers.become(received);
        trailed = true;
    }

    /** The head; the wait is over. */
    Http2Fields resume() {
        waiting = false;
        return head;
    }

    MemorySegment body() {
        return body.bytes();
    }

    int bodyBytes() {
        return body.length();
    }

    /** What it ends with; null if it has no trailers, or not yet. */
    @Nullable Http2Fields trailers() {
        return trailed ? trailers : null;
    }

    /** Forgets it. */
    void release() {
        waiting = false;
        trailed = false;
        body.release();
    }
}

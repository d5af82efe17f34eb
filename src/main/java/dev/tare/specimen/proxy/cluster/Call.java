package dev.tare.specimen.proxy.cluster;

import dev.tare.io.wire.http2.Http2Fields;
import java.lang.foreign.MemorySegment;

/**
 * A request of a stream on its way to an upstream: an {@link Http2Call} where that speaks HTTP/2,
 * an {@code Http2OverHttp1} where it speaks HTTP/1.1. Here the stream says what it has and wants;
 * what becomes of that it is told.
 *
 * <p>All calls are made on the loop's thread.
 */
public interface Call {
    /** Passes on bytes of the request's body, 1 or more. */
    void sendBody(MemorySegment buffer, long offset, int length);

    /** The request ends here. */
    void endRequest();

    /** The request ends with these; false, and nothing has happened, if they are too large. */
    boolean endRequest(Http2Fields trailers);

    /** So many bytes of the response's body were taken by the client. */
    void credit(int bytes);

    /** The response is not wanted any more, and what is left of the request is not sent. */
    void cancel();

    /** The client has all of the response; what is left of the request is sent all the same. */
    void forsake();
}

package dev.tare.specimen.proxy.cluster;

import dev.tare.io.wire.http2.Http2Fields;
import dev.tare.specimen.proxy.count.ProxyError;
import java.lang.foreign.MemorySegment;

/**
 * Who has asked for what an {@link Http2Call} brings: told what becomes of it, until one of {@link
 * #onOver}, {@link #onReset} and {@link #onFailed}.
 *
 * <p>All calls come on the loop's thread; what they hand over is valid during the call only.
 */
public interface Http2Asker {
    /** An informational head. */
    void onInterim(Http2Fields head);

    /** The final head; if nothing follows it, {@link Http2Fields#endsMessage} says so. */
    void onHead(Http2Fields head);

    /** Bytes of the response's body; {@link Http2Call#credit} is said when they are done with. */
    void onBody(MemorySegment buffer, long offset, int length);

    /** What follows the body; the response ends with it. */
    void onTrailers(Http2Fields trailers);

    /** The response has ended without trailers, behind its body. */
    void onResponseEnd();

    /** So many more bytes of the request's body were passed on. */
    void onRequestTaken(int bytes);

    /** The response was told whole, and nothing more of the request is needed. */
    void onOver();

    /** The upstream has reset the stream. */
    void onReset(int errorCode);

    /**
     * There will be no response, or no rest of it.
     *
     * @param status what to answer, if that is possible yet
     */
    void onFailed(int status, ProxyError error);
}

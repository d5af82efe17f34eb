package dev.tare.io.wire.http2;

import java.lang.foreign.MemorySegment;

/**
 * What an {@link Http2ClientSession} tells its owner. All calls come from within {@link
 * Http2ClientSession#read}.
 *
 * <p>For each request that was started, one of {@link #onEnd}, {@link #onReset}, {@link
 * #onMalformed} or {@link #onNotProcessed} is called once, as the last call with its token; the
 * token is free by then, so that the next request may be started with it from within the call. None
 * of them is called for a request that was cancelled, nor for those in flight when the session
 * fails.
 */
public interface Http2ClientListener {

    /**
     * The final head of an answer; informational ones are skipped.
     *
     * @param head its status and fields; valid during the call only
     */
    void onHead(int token, Http2Fields head);

    /**
     * Some bytes of an answer's body, without framing and padding. Valid during the call only.
     *
     * @param offset of the first byte in {@code buffer}
     * @param length bytes, 1 or more
     */
    void onBody(int token, MemorySegment buffer, long offset, int length);

    /**
     * The fields behind an answer's body, such as {@code grpc-status}. An answer of trailers only
     * has them in its head instead.
     *
     * @param trailers valid during the call only
     */
    void onTrailers(int token, Http2Fields trailers);

    /** The answer is whole, and agrees with its Content-Length. */
    void onEnd(int token);

    /**
     * The server has reset the stream.
     *
     * @param errorCode an {@link Http2Error}'s code, or an unknown one; with {@link
     *     Http2Error#REFUSED_STREAM} the request was not processed
     */
    void onReset(int token, int errorCode);

    /**
     * The answer is malformed, and its stream was reset.
     *
     * @param fault what is wrong with it, in words
     */
    void onMalformed(int token, String fault);

    /** The server goes away and has not processed the request: it may be sent elsewhere. */
    void onNotProcessed(int token);

    /**
     * The server accepts no more requests on this connection; those that it processes are still
     * answered. {@link #onNotProcessed} follows for the others. May be called again.
     *
     * @param errorCode an {@link Http2Error}'s code, or an unknown one; {@link Http2Error#NO_ERROR}
     *     when it goes in peace
     */
    void onGoAway(int errorCode);

    /**
     * The session is over, and with it every request in flight. What lies in the output then ends
     * with GOAWAY, which may be sent before the connection is closed.
     *
     * @param fault what the server did wrong, in words
     */
    void onFailure(Http2Error error, String fault);
}

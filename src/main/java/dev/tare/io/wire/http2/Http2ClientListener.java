package dev.tare.io.wire.http2;

import java.lang.foreign.MemorySegment;

/**
 * What an {@link Http2ClientSession} tells its owner. All calls come from within {@link
 * Http2ClientSession#read}; those about a body that the owner sends, and {@link #onEnd} behind
 * {@link #onHalfClosed}, also from within the methods that send it.
 *
 * <p>For each request that was started, one of {@link #onEnd}, {@link #onReset}, {@link
 * #onMalformed} or {@link #onNotProcessed} is called once, as the last call with its token; the
 * token is free by then, so that the next request may be started with it from within the call. None
 * of them is called for a request that was cancelled, nor for those in flight when the session
 * fails.
 */
public interface Http2ClientListener {

    /**
     * An informational head before the final one, but for 101, which HTTP/2 does not have. It is
     * dropped unless this is overridden.
     *
     * @param head its status, 100 to 199, and fields; valid during the call only
     */
    default void onInformational(int token, Http2Fields head) {}

    /**
     * The final head of an answer.
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
     * The answer is whole, and the request is not: the owner may go on with it, or reset its
     * stream; the server may reset it too. Only with {@link Http2Options#halfClosed}; then {@link
     * #onEnd} follows when all of the request is in the output.
     */
    default void onHalfClosed(int token) {}

    /**
     * Copies bytes of a request's body into the output; only for a request that was started with a
     * body to come. The session must not be called from here.
     *
     * @param position of the first byte within the body
     * @param length bytes, 1 to what was said to be ready
     */
    default void copyBody(int token, long position, MemorySegment target, long offset, int length) {
        throw new IllegalStateException("no request is sent with a body to come");
    }

    /**
     * The server has reset the stream.
     *
     * @param errorCode an {@link Http2Error}'s code, or an unknown one; with {@link
     *     Http2Error#REFUSED_STREAM} the request was not processed, and may be sent elsewhere
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

package dev.tare.io.wire.http2;

import java.lang.foreign.MemorySegment;

/**
 * What an {@link Http2ServerSession} tells its owner. All calls come from within the session's
 * methods.
 *
 * <p>A stream is a number from 0 to {@code maxStreams - 1}, used again when it has ended. For each
 * request that was told, one of {@link #onAnswered} or {@link #onAborted} is called once, as the
 * last call with its number, but not when the session fails, nor for a stream that the owner has
 * reset.
 */
public interface Http2ServerListener {

    /**
     * The head of a request that is well-formed.
     *
     * @param head valid during the call only
     */
    void onRequest(int stream, Http2Fields head);

    /**
     * Some bytes of a request's body. Valid during the call only.
     *
     * @param length bytes, 1 or more
     */
    void onBody(int stream, MemorySegment buffer, long offset, int length);

    /**
     * The fields behind a request's body; {@link #onRequestEnd} follows. They are dropped unless
     * this is overridden.
     *
     * @param trailers valid during the call only
     */
    default void onTrailers(int stream, Http2Fields trailers) {}

    /** The request is whole, and agrees with its Content-Length. */
    void onRequestEnd(int stream);

    /**
     * Copies bytes of the answer's body into the output. The session must not be called from here.
     *
     * @param position of the first byte within the body
     * @param length bytes, 1 to what was said to be ready
     */
    void copyBody(int stream, long position, MemorySegment target, long offset, int length);

    /** All of the answer is in the output, and the stream has ended. */
    void onAnswered(int stream);

    /**
     * All of the answer is in the output, and the request is not whole: it may go on, or the owner
     * may reset its stream. Only with {@link Http2Options#halfClosed}; then {@link #onAnswered}
     * follows when the request is whole too.
     */
    default void onHalfClosed(int stream) {}

    /**
     * The client has reset the stream, or it was reset for a fault in it.
     *
     * @param errorCode an {@link Http2Error}'s code, or an unknown one: the client's, or the one
     *     that it was told
     */
    void onAborted(int stream, int errorCode);

    /** The session is over, and with it every stream; the output ends with GOAWAY. */
    void onFailure(Http2Error error, String fault);
}

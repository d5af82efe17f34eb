package dev.tare.specimen.app.http;

import java.lang.foreign.MemorySegment;

/**
 * The answer to one request: {@link #send} in one piece, or {@link #begin}, {@link #write} and
 * {@link #end}. To a request by HEAD the same is said; its body is not sent.
 *
 * <p>Once the client is gone all of these do nothing.
 *
 * <p>Thread-safety: its loop's thread; others take the way of {@link ServerLoop#execute}.
 */
public interface HttpReply {
    /** The length of a body whose end is not known yet. */
    long UNKNOWN_LENGTH = -1;

    /** Told what becomes of the client while an answer is made. */
    interface Listener {
        /** The client has taken what was written: there is room for more. */
        void onDrained();

        /** The client is gone: nothing more needs to be said. */
        void onGone();
    }

    /**
     * Sends a whole answer.
     *
     * @param status 200 to 599
     * @param contentType empty for a body of no type
     */
    void send(int status, String contentType, byte[] body);

    /**
     * The same with more fields.
     *
     * @param fields whole field lines, each with its CRLF
     */
    void send(int status, String fields, String contentType, byte[] body);

    /**
     * The same, framed as one chunk rather than by its length; by the end of the connection for who
     * speaks HTTP/1.0.
     */
    void sendChunked(int status, String fields, String contentType, byte[] body);

    /**
     * Begins an answer.
     *
     * @param length of the body in bytes, or {@link #UNKNOWN_LENGTH}
     */
    void begin(int status, String contentType, long length);

    /**
     * Sends bytes of the body, or keeps what the client does not take now; they may be used again
     * at once. While {@link #isFull} the caller waits for {@link Listener#onDrained}.
     */
    void write(MemorySegment bytes, long offset, int length);

    /** Whether written bytes wait for the client. */
    boolean isFull();

    /** The body is whole. */
    void end();

    /** The answer cannot be finished: the client is cut off, so that it knows. */
    void abort();

    /**
     * Answers 101 (Switching Protocols) and gives the connection away; what the client has sent
     * behind its request goes to the new owner too.
     *
     * @param fields whole field lines, each with its CRLF; Upgrade and Connection among them
     */
    void upgrade(String fields, ConnectionTaker taker);

    /** Has somebody told of the client from now on, until the answer is whole. */
    void listen(Listener listener);
}

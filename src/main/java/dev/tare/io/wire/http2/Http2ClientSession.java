package dev.tare.io.wire.http2;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * The client's side of one connection: requests out, answers in, many at a time.
 *
 * <p>It is fed what was received ({@link #read}) and holds what is to be sent ({@link #output});
 * the owner sends that once after each turn, so that the frames of many streams leave together. A
 * stream is known to the owner by its token, a number from 0 to {@code maxStreams - 1} that is not
 * in use.
 *
 * <p>Thread-safety: one thread. Allocation: none once buffers have grown to what the traffic needs.
 * {@link #begin} makes the same object serve the next connection. Source: RFC 9113.
 */
@SuppressWarnings({"DoNotCallSuggester", "UnusedVariable"})
public final class Http2ClientSession {

    /**
     * Makes a session that takes its memory from an arena that lives longer than it.
     *
     * @param listener told what arrives; it may call every method but {@link #read} and {@link
     *     #begin} from within its callbacks
     */
    public Http2ClientSession(Http2Options options, Http2ClientListener listener, Arena arena) {}

    /** Begins with a new connection: the output then holds preface, SETTINGS and WINDOW_UPDATE. */
    public void begin() {
        throw new UnsupportedOperationException();
    }

    /**
     * Takes received bytes, in pieces of any size.
     *
     * @param length bytes, 0 or more
     */
    public void read(MemorySegment buffer, long offset, int length) {
        throw new UnsupportedOperationException();
    }

    /** Whether a request may be started now: neither streams nor output are used up. */
    public boolean canStart() {
        throw new UnsupportedOperationException();
    }

    /**
     * Starts a request with a stream of its own.
     *
     * @param token by which its answer is told, 0 to {@code maxStreams - 1}, not in use
     * @return whether it was started; if not, {@link #canStart} is false
     */
    public boolean startRequest(int token, PreparedRequest request) {
        throw new UnsupportedOperationException();
    }

    /** The same for a request whose path, body or fields differ from what was prepared. */
    public boolean startRequest(int token, PreparedRequest request, RequestVariation variation) {
        throw new UnsupportedOperationException();
    }

    /**
     * Gives a request up: its stream is reset, what still arrives for it is dropped. The token is
     * free at once, and no callback with it follows.
     */
    public void cancel(int token) {
        throw new UnsupportedOperationException();
    }

    /** The native memory in which bytes wait to be sent; it may change with every call. */
    public MemorySegment output() {
        throw new UnsupportedOperationException();
    }

    /** Where in {@link #output} the next byte to be sent stands. */
    public long outputOffset() {
        throw new UnsupportedOperationException();
    }

    /** How many bytes wait to be sent, 0 or more. */
    public int outputLength() {
        throw new UnsupportedOperationException();
    }

    /**
     * The connection has taken bytes. Then there may be more output than before: bodies are fetched
     * as room and windows allow.
     *
     * @param bytes 0 to {@link #outputLength}
     */
    public void outputTaken(int bytes) {
        throw new UnsupportedOperationException();
    }

    /**
     * All bytes put into the output since {@link #begin}. Noted before a request is started, it
     * tells by {@link #takenBytes} when the request's first byte was taken.
     */
    public long producedBytes() {
        throw new UnsupportedOperationException();
    }

    /** All bytes taken from the output since {@link #begin}. */
    public long takenBytes() {
        throw new UnsupportedOperationException();
    }

    /** How many requests are in flight. */
    public int inFlight() {
        throw new UnsupportedOperationException();
    }

    /** How many streams the server allows at a time, and {@code maxStreams} at most. */
    public int streamLimit() {
        throw new UnsupportedOperationException();
    }

    /**
     * Whether no request can be started any more, for the server goes away or the stream ids are
     * used up. When {@link #inFlight} is 0 the connection is of no more use.
     */
    public boolean draining() {
        throw new UnsupportedOperationException();
    }

    /** Whether the session is over: {@link Http2ClientListener#onFailure} was called. */
    public boolean failed() {
        throw new UnsupportedOperationException();
    }

    /** Says GOAWAY, and starts no more requests. */
    public void goAway() {
        throw new UnsupportedOperationException();
    }

    /** Informational answers that were skipped since {@link #begin}. */
    public long informationalCount() {
        throw new UnsupportedOperationException();
    }
}

package dev.tare.io.wire.http2;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;

/**
 * The server's side of one connection: requests in, answers out, many at a time and in any order.
 *
 * <p>It is fed what was received, the client's preface first ({@link #read}), and holds what is to
 * be sent ({@link #output}); the owner sends that once after each turn. An answer that finds no
 * room in the output waits in the session: nothing of it is kept but its prepared head.
 *
 * <p>Thread-safety: one thread. Allocation: none once buffers have grown to what the traffic needs.
 * {@link #begin} makes the same object serve the next connection. Source: RFC 9113.
 */
public final class Http2ServerSession extends Http2Session {
    /** By how much streams that were reset may outnumber those that were answered. */
    public static final int MAX_RESETS = 10_000;

    /** What {@link #answer} takes for an answer without Content-Length. */
    public static final long NO_LENGTH = -1;

    private static final int FIRST_FREE = 16;
    private static final int NONE = StreamTable.NONE;

    private final Http2ServerListener listener;
    private int[] free = new int[FIRST_FREE];
    private int freeCount;

    /** Slots from here on were never used on this connection. */
    private int unused;

    private int prefaceRead;
    private int lastStreamId;
    private long resets;
    private long answered;

    /**
     * Makes a session that takes its memory from an arena that lives longer than it.
     *
     * @param listener told what arrives; it may call every method but {@link #read} and {@link
     *     #begin} from within its callbacks
     */
    public Http2ServerSession(Http2Options options, Http2ServerListener listener, Arena arena) {
        super(options, false, arena);
        this.listener = listener;
        begin();
    }

    /** Begins with a new connection: the output then holds SETTINGS and WINDOW_UPDATE. */
    public void begin() {
        reset();
        freeCount = 0;
        unused = 0;
        prefaceRead = 0;
        lastStreamId = 0;
        resets = 0;
        answered = 0;
        writer.settings(options, false);
    }

    /** Whether bytes are the preface that HTTP/2 begins with, or its beginning. */
    public static boolean isPreface(MemorySegment buffer, long offset, int length) {
        int compared = Math.min(length, Frames.PREFACE.length);
        for (int i = 0; i < compared; i++) {
            if (Frames.octet(buffer, offset + i) != Frames.PREFACE[i]) {
                return false;
            }
        }
        return true;
    }

    /**
     * Takes received bytes, in pieces of any size.
     *
     * @param length bytes, 0 or more
     */
    public void read(MemorySegment buffer, long offset, int length) {
        int p = 0;
        while (prefaceRead < Frames.PREFACE.length && p < length && !failed()) {
            if (Frames.octet(buffer, offset + p) != Frames.PREFACE[prefaceRead]) {
                fail(Http2Error.PROTOCOL_ERROR, "the connection does not begin with the preface");
            }
            prefaceRead++;
            p++;
        }
        if (p < length) {
            readFrames(buffer, offset + p, length - p);
        }
    }

    /**
     * Answers a request, once, from when its head was told until it has ended or was aborted.
     *
     * @param contentLength what Content-Length says, or {@link #NO_LENGTH}
     * @param readyBytes how many bytes of the body may be fetched now, 0 or more
     * @param ends whether the body ends with them; if not, {@link #moreBody} or {@link #endBody}
     *     follows
     */
    public void answer(
            int stream, PreparedAnswer head, long contentLength, long readyBytes, boolean ends) {
        assert streams.isOpen(stream) && streams.head[stream] == null : stream;
        streams.head[stream] = head.head();
        streams.headLength[stream] = contentLength;
        streams.ready[stream] = readyBytes;
        if (ends) {
            streams.set(stream, StreamTable.BODY_ENDS);
        }
        streams.enqueue(stream);
        pump();
    }

    /** Says that so many more bytes of an answer's body may be fetched. */
    public void moreBody(int stream, long bytes) {
        streams.ready[stream] += bytes;
        streams.enqueue(stream);
        pump();
    }

    /** Says that an answer's body ends with what is ready. */
    public void endBody(int stream) {
        streams.set(stream, StreamTable.BODY_ENDS);
        streams.enqueue(stream);
        pump();
    }

    /** The same with trailers behind it. */
    public void endBody(int stream, PreparedAnswer trailers) {
        streams.trailers[stream] = trailers.head();
        endBody(stream);
    }

    /** Resets a stream; no callback with it follows. */
    public void resetStream(int stream) {
        if (streams.isOpen(stream) && !failed()) {
            resetStream(stream, Http2Error.CANCEL);
            free(stream);
        }
    }

    /**
     * Takes the crediting of a request's body over, from within the callback that tells its head:
     * the client may send on only as far as {@link #credit} says.
     */
    public void creditByOwner(int stream) {
        streams.set(stream, StreamTable.CREDIT_BY_OWNER);
    }

    /**
     * Says that bytes of a body were done with.
     *
     * @param bytes 0 to what was told and not yet credited
     */
    public void credit(int stream, int bytes) {
        creditHeld(stream, bytes);
    }

    /** How many streams are open. */
    public int openStreams() {
        return streams.count();
    }

    @Override
    boolean isIdle(int streamId) {
        return (streamId & 1) == 0 || streamId > lastStreamId;
    }

    @Override
    void onBlock(int streamId, boolean endStream, MemorySegment bytes, long offset, int length) {
        if ((streamId & 1) == 0) {
            fail(Http2Error.PROTOCOL_ERROR, "HEADERS on a stream that is not a client's");
            return;
        }
        if (streamId > lastStreamId) {
            lastStreamId = streamId;
            begin(streamId, endStream, bytes, offset, length);
            return;
        }
        int slot = streams.slotOf(streamId);
        if (slot == NONE) {
            lateBlock(streamId, bytes, offset, length);
            return;
        }
        onTrailers(slot, endStream, bytes, offset, length);
    }

    private void begin(
            int streamId, boolean endStream, MemorySegment bytes, long offset, int length) {
        if (!readHead(bytes, offset, length)) {
            return;
        }
        if (goingAway() || streams.count() == options.maxStreams()) {
            refuseStream(streamId, Http2Error.REFUSED_STREAM);
            countReset();
            return;
        }
        if (!heads().fault().isEmpty()) {
            refuseStream(streamId, Http2Error.PROTOCOL_ERROR);
            countReset();
            return;
        }
        progress();
        int slot = freeCount > 0 ? free[--freeCount] : unused++;
        streams.open(slot, streamId, peerStreamWindow(), options.streamWindowBytes());
        streams.set(slot, StreamTable.HEAD_READ);
        Http2Fields head = heads().fields();
        streams.bodyLeft[slot] = head.contentLength();
        listener.onRequest(slot, head);
        if (endStream && streams.id[slot] == streamId) {
            remoteEnd(slot);
        }
    }

    private void onTrailers(
            int slot, boolean endStream, MemorySegment bytes, long offset, int length) {
        if (!readTrailers(bytes, offset, length)) {
            return;
        }
        if (streams.has(slot, StreamTable.REMOTE_ENDED)) {
            fail(Http2Error.STREAM_CLOSED, "HEADERS behind the end of their stream");
        } else if (!endStream || !trailers().fault().isEmpty()) {
            failStream(slot, Http2Error.PROTOCOL_ERROR, "trailers that must not be");
        } else {
            remoteEnd(slot);
        }
    }

    private void countReset() {
        if (++resets > MAX_RESETS + answered) {
            fail(Http2Error.ENHANCE_YOUR_CALM, "too many streams that are reset");
        }
    }

    private void free(int slot) {
        if (freeCount == free.length) {
            free = Arrays.copyOf(free, freeCount * 2);
        }
        free[freeCount++] = slot;
    }

    @Override
    void onBodyPiece(int slot, MemorySegment bytes, long offset, int length) {
        listener.onBody(slot, bytes, offset, length);
    }

    @Override
    void onRemoteEnd(int slot) {
        listener.onRequestEnd(slot);
    }

    @Override
    void onLocalEnd(int slot) {
        answered++;
        if (streams.has(slot, StreamTable.REMOTE_ENDED)) {
            close(slot);
        } else {
            // The answer is whole and the request is not: nobody needs the rest of it.
            resetStream(slot, Http2Error.NO_ERROR);
        }
        free(slot);
        listener.onAnswered(slot);
    }

    @Override
    void copyBody(int slot, long position, MemorySegment target, long offset, int length) {
        listener.copyBody(slot, position, target, offset, length);
    }

    @Override
    void onPeerReset(int slot, int errorCode) {
        free(slot);
        listener.onAborted(slot);
        countReset();
    }

    @Override
    void onStreamFault(int slot, String fault) {
        free(slot);
        listener.onAborted(slot);
        countReset();
    }

    @Override
    void onPeerGoAway(int lastId, int errorCode) {
        // It begins no more streams; those that are open are answered.
    }

    @Override
    void onSettings(long maxConcurrentStreams) {
        // It limits what a server pushes, and this one pushes nothing.
    }

    @Override
    void onSessionFault(Http2Error error, String fault) {
        listener.onFailure(error, fault);
    }

    @Override
    int lastPeerStream() {
        return lastStreamId;
    }
}

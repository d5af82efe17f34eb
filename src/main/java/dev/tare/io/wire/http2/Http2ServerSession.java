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

    /** Takes received bytes, the client's preface first. */
    @Override
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

    /** Ends an answer's body with what is ready, and with trailers behind it. */
    public void endBody(int stream, PreparedAnswer trailers) {
        streams.trailers[stream] = trailers.head();
        endBody(stream);
    }

    /**
     * Begins an answer whose head was put together on the spot; it is copied. Once, from when the
     * request's head was told until it has ended or was aborted.
     *
     * @param ends whether there is no body; if not, {@link #moreBody} or {@link #endBody} follows
     * @return false when it finds no room, for the client does not read: then the stream is as it
     *     was, and should be reset
     * @throws IllegalArgumentException when the head has overflowed
     */
    public boolean answer(int stream, HeadFields head, boolean ends) {
        head.requireWhole();
        if (failed() || !streams.isOpen(stream)) {
            return true;
        }
        boolean sent = writer.head(streams.id[stream], ends, head);
        if (!sent) {
            streams.waitingHead[stream] = writer.keep(head);
            if (streams.waitingHead[stream] == WaitingBlocks.NONE) {
                return false;
            }
        }
        if (ends) {
            streams.set(stream, StreamTable.BODY_ENDS);
            if (sent) {
                streams.set(stream, StreamTable.LOCAL_ENDED);
            }
        }
        if (ends || !sent) {
            streams.enqueue(stream);
            pump();
        }
        return true;
    }

    /**
     * Sends an informational head, before the answer's own.
     *
     * @param head its status is 100 to 199, but not 101
     * @return false when it finds no room and was left out
     * @throws IllegalArgumentException when the head has overflowed
     */
    public boolean inform(int stream, HeadFields head) {
        head.requireWhole();
        return streams.isOpen(stream) && !failed() && writer.head(streams.id[stream], false, head);
    }

    /** Resets a stream; no callback with it follows. */
    public void resetStream(int stream) {
        resetStream(stream, Http2Error.CANCEL);
    }

    /**
     * The same with a reason: {@link Http2Error#REFUSED_STREAM} tells that the request was not
     * processed, {@link Http2Error#NO_ERROR} that the rest of it is not needed.
     */
    public void resetStream(int stream, Http2Error error) {
        if (streams.isOpen(stream) && !failed()) {
            resetAndClose(stream, error);
            free(stream);
        }
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
        head.endsMessage(endStream);
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
        } else if (hasWholeBody(slot)) {
            int streamId = streams.id[slot];
            trailers().fields().endsMessage(true);
            listener.onTrailers(slot, trailers().fields());
            if (streams.id[slot] == streamId) {
                remoteEnd(slot);
            }
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
        boolean answeredBefore = streams.has(slot, StreamTable.HALF_CLOSED);
        int streamId = streams.id[slot];
        listener.onRequestEnd(slot);
        if (answeredBefore && streams.id[slot] == streamId) {
            close(slot);
            free(slot);
            listener.onAnswered(slot);
        }
    }

    @Override
    void onLocalEnd(int slot) {
        answered++;
        if (streams.has(slot, StreamTable.REMOTE_ENDED)) {
            close(slot);
        } else if (options.halfClosed()) {
            streams.set(slot, StreamTable.HALF_CLOSED);
            listener.onHalfClosed(slot);
            return;
        } else {
            // The answer is whole and the request is not: nobody needs the rest of it.
            resetAndClose(slot, Http2Error.NO_ERROR);
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
        listener.onAborted(slot, errorCode);
        countReset();
    }

    @Override
    void onStreamFault(int slot, Http2Error error, String fault) {
        free(slot);
        listener.onAborted(slot, error.code());
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

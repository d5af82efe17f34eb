package dev.tare.io.wire.http2;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

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
public final class Http2ClientSession extends Http2Session {
    /** The most informational answers before a final one. */
    public static final int MAX_INFORMATIONAL = 16;

    /**
     * How many streams are begun before the server has said how many it allows. One need not wait
     * for that; more could be refused, and would be counted as errors that this side has made.
     */
    static final int FIRST_STREAM_LIMIT = 1;

    private static final int NONE = StreamTable.NONE;
    private static final int SWITCHING_PROTOCOLS = 101;
    private static final int FINAL_STATUS = 200;
    private static final int NO_CONTENT = 204;
    private static final int NOT_MODIFIED = 304;

    private final Http2ClientListener listener;
    private int nextStreamId;
    private int streamLimit;
    private boolean limitKnown;
    private boolean blocked;
    private long takenBytes;
    private long informationalCount;

    /**
     * Makes a session that takes its memory from an arena that lives longer than it.
     *
     * @param listener told what arrives; it may call every method but {@link #read} and {@link
     *     #begin} from within its callbacks
     */
    public Http2ClientSession(Http2Options options, Http2ClientListener listener, Arena arena) {
        super(options, true, arena);
        this.listener = listener;
        begin();
    }

    /** Begins with a new connection: the output then holds preface, SETTINGS and WINDOW_UPDATE. */
    public void begin() {
        reset();
        nextStreamId = 1;
        streamLimit = Math.min(FIRST_STREAM_LIMIT, options.maxStreams());
        limitKnown = false;
        blocked = false;
        takenBytes = 0;
        informationalCount = 0;
        writer.preface();
        writer.settings(options, true);
    }

    @Override
    public void read(MemorySegment buffer, long offset, int length) {
        readFrames(buffer, offset, length);
    }

    /** Whether a request may be started now: neither streams nor output are used up. */
    public boolean canStart() {
        return streams.count() < streamLimit && !blocked && !draining() && !failed();
    }

    /**
     * Starts a request with a stream of its own.
     *
     * @param token by which its answer is told, 0 to {@code maxStreams - 1}, not in use
     * @return whether it was started; if not, {@link #canStart} is false
     * @throws IllegalArgumentException when the token is out of range or in use
     */
    public boolean startRequest(int token, PreparedRequest request) {
        return start(token, request, null);
    }

    /**
     * The same for a request whose path, body or fields differ from what was prepared.
     *
     * @throws IllegalArgumentException also when the variation gives a path and the request was not
     *     prepared for one, or the other way round
     */
    public boolean startRequest(int token, PreparedRequest request, RequestVariation variation) {
        return start(token, request, variation);
    }

    /**
     * Starts a request whose head was put together on the spot; it is copied.
     *
     * @param head begins with {@code :method}, {@code :scheme}, {@code :authority} and {@code
     *     :path}
     * @param ends whether there is no body; if not, {@link #moreBody} or {@link #endBody} follows,
     *     and the listener is asked for its bytes
     * @throws IllegalArgumentException also when the head has overflowed
     */
    public boolean startRequest(int token, HeadFields head, boolean ends) {
        refuseUsed(token);
        head.requireWhole();
        if (!canStart()) {
            return false;
        }
        if (!writer.head(nextStreamId, ends, head)) {
            blocked = true;
            return false;
        }
        open(token, head.asksForHead());
        streams.set(token, StreamTable.STREAMED);
        if (ends) {
            streams.set(token, StreamTable.LOCAL_ENDED);
        }
        return true;
    }

    private void refuseUsed(int token) {
        if (token < 0 || token >= options.maxStreams() || streams.isOpen(token)) {
            throw new IllegalArgumentException(
                    "token %d must be 0 to %d and not in use"
                            .formatted(token, options.maxStreams() - 1));
        }
    }

    /** Opens the stream whose head was written. */
    private void open(int token, boolean bodiless) {
        streams.open(token, nextStreamId, peerStreamWindow(), options.streamWindowBytes());
        nextStreamId += 2;
        if (bodiless) {
            streams.set(token, StreamTable.BODILESS);
        }
    }

    private boolean start(
            int token, PreparedRequest request, @Nullable RequestVariation variation) {
        refuseUsed(token);
        boolean path = variation != null && variation.pathBytes() > 0;
        if (path != request.hasVaryingPath()) {
            throw new IllegalArgumentException(
                    "a path must be given for a request with a varying path, and for no other");
        }
        if (!canStart()) {
            return false;
        }
        MemorySegment other = variation == null ? null : variation.body();
        MemorySegment body = other == null ? request.body() : other;
        long bodyBytes =
                variation == null || other == null ? body.byteSize() : variation.bodyBytes();
        PreparedFields head = other == null ? request.head() : request.headWithoutLength();
        long length = other != null && request.sendsLength(bodyBytes) ? bodyBytes : NONE;
        if (!writer.head(nextStreamId, bodyBytes == 0, head, variation, length)) {
            blocked = true;
            return false;
        }
        open(token, request.isHead());
        if (bodyBytes == 0) {
            streams.set(token, StreamTable.LOCAL_ENDED);
        } else {
            streams.set(token, StreamTable.BODY_ENDS);
            streams.body[token] = body;
            streams.position[token] =
                    variation == null || other == null ? 0 : variation.bodyOffset();
            streams.ready[token] = bodyBytes;
            streams.enqueue(token);
            pump();
        }
        return true;
    }

    /**
     * Gives a request up: its stream is reset, what still arrives for it is dropped. The token is
     * free at once, and no callback with it follows. Does nothing when the token is not in use.
     */
    public void cancel(int token) {
        resetStream(token, Http2Error.CANCEL);
    }

    /** The same with a reason that the server is told. */
    public void resetStream(int token, Http2Error error) {
        if (streams.isOpen(token) && !failed()) {
            resetAndClose(token, error);
        }
    }

    @Override
    public void outputTaken(int bytes) {
        takenBytes += bytes;
        blocked &= bytes == 0;
        super.outputTaken(bytes);
    }

    /**
     * All bytes put into the output since {@link #begin}. Noted before a request is started, it
     * tells by {@link #takenBytes} when the request's first byte was taken.
     */
    public long producedBytes() {
        return output.produced();
    }

    /** All bytes taken from the output since {@link #begin}. */
    public long takenBytes() {
        return takenBytes;
    }

    /** How many requests are in flight. */
    public int inFlight() {
        return streams.count();
    }

    /**
     * How many streams the server allows at a time, and {@code maxStreams} at most; 1 until its
     * SETTINGS have arrived.
     */
    public int streamLimit() {
        return streamLimit;
    }

    /**
     * Whether no request can be started any more, for the server goes away or the stream ids are
     * used up. When {@link #inFlight} is 0 the connection is of no more use.
     */
    public boolean draining() {
        return goingAway() || nextStreamId < 0;
    }

    /** Informational answers that were skipped since {@link #begin}. */
    public long informationalCount() {
        return informationalCount;
    }

    @Override
    boolean isIdle(int streamId) {
        boolean begun = nextStreamId < 0 || streamId < nextStreamId;
        return (streamId & 1) == 0 || !begun;
    }

    @Override
    void onBlock(int streamId, boolean endStream, MemorySegment bytes, long offset, int length) {
        if (isIdle(streamId)) {
            fail(Http2Error.PROTOCOL_ERROR, "HEADERS on a stream that was not begun");
            return;
        }
        int slot = streams.slotOf(streamId);
        if (slot == NONE) {
            lateBlock(streamId, bytes, offset, length);
            return;
        }
        progress();
        if (streams.has(slot, StreamTable.REMOTE_ENDED)) {
            fail(Http2Error.STREAM_CLOSED, "HEADERS behind the end of their stream");
        } else if (streams.has(slot, StreamTable.HEAD_READ)) {
            onTrailers(slot, endStream, bytes, offset, length);
        } else {
            onHead(slot, endStream, bytes, offset, length);
        }
    }

    private void onHead(int slot, boolean endStream, MemorySegment bytes, long offset, int length) {
        if (!readHead(bytes, offset, length)) {
            return;
        }
        if (!heads().fault().isEmpty()) {
            failStream(slot, Http2Error.PROTOCOL_ERROR, heads().fault());
            return;
        }
        Http2Fields head = heads().fields();
        head.endsMessage(endStream);
        int status = head.status();
        if (status < FINAL_STATUS) {
            onInformational(slot, head, endStream);
            return;
        }
        streams.set(slot, StreamTable.HEAD_READ);
        if (status == NO_CONTENT || status == NOT_MODIFIED) {
            streams.set(slot, StreamTable.BODILESS);
        }
        streams.bodyLeft[slot] = head.contentLength();
        int streamId = streams.id[slot];
        listener.onHead(slot, head);
        if (endStream && streams.id[slot] == streamId) {
            remoteEnd(slot);
        }
    }

    private void onInformational(int slot, Http2Fields head, boolean endStream) {
        if (endStream || head.status() == SWITCHING_PROTOCOLS) {
            failStream(
                    slot,
                    Http2Error.PROTOCOL_ERROR,
                    endStream ? "an informational answer that is the last" : "status 101");
            return;
        }
        informationalCount++;
        if (++streams.informational[slot] > MAX_INFORMATIONAL) {
            failStream(slot, Http2Error.PROTOCOL_ERROR, "more than 16 informational answers");
        } else {
            listener.onInformational(slot, head);
        }
    }

    private void onTrailers(
            int slot, boolean endStream, MemorySegment bytes, long offset, int length) {
        if (!readTrailers(bytes, offset, length)) {
            return;
        }
        if (!endStream) {
            failStream(slot, Http2Error.PROTOCOL_ERROR, "trailers that do not end the stream");
            return;
        }
        if (!trailers().fault().isEmpty()) {
            failStream(slot, Http2Error.PROTOCOL_ERROR, trailers().fault());
            return;
        }
        if (!hasWholeBody(slot)) {
            return;
        }
        int streamId = streams.id[slot];
        trailers().fields().endsMessage(true);
        listener.onTrailers(slot, trailers().fields());
        if (streams.id[slot] == streamId) {
            remoteEnd(slot);
        }
    }

    @Override
    void onBodyPiece(int slot, MemorySegment bytes, long offset, int length) {
        listener.onBody(slot, bytes, offset, length);
    }

    @Override
    void onRemoteEnd(int slot) {
        if (streams.has(slot, StreamTable.LOCAL_ENDED)) {
            close(slot);
        } else if (options.halfClosed()) {
            streams.set(slot, StreamTable.HALF_CLOSED);
            listener.onHalfClosed(slot);
            return;
        } else {
            // The answer is whole and the request is not: nobody needs the rest of it.
            resetAndClose(slot, Http2Error.CANCEL);
        }
        listener.onEnd(slot);
    }

    @Override
    void onPeerReset(int slot, int errorCode) {
        listener.onReset(slot, errorCode);
    }

    @Override
    void onStreamFault(int slot, Http2Error error, String fault) {
        listener.onMalformed(slot, fault);
    }

    @Override
    void onPeerGoAway(int lastStreamId, int errorCode) {
        goesAway();
        listener.onGoAway(errorCode);
        for (int slot = 0; slot < streams.slots() && !failed(); slot++) {
            if (streams.isOpen(slot) && streams.id[slot] > lastStreamId) {
                forgetStream(slot);
                listener.onNotProcessed(slot);
            }
        }
    }

    @Override
    void onSettings(long maxConcurrentStreams) {
        if (maxConcurrentStreams != NONE) {
            streamLimit = (int) Math.min(maxConcurrentStreams, options.maxStreams());
        } else if (!limitKnown) {
            streamLimit = options.maxStreams();
        }
        limitKnown = true;
    }

    @Override
    void onSessionFault(Http2Error error, String fault) {
        listener.onFailure(error, fault);
    }

    @Override
    int lastPeerStream() {
        return 0;
    }

    @Override
    void copyBody(int slot, long position, MemorySegment target, long offset, int length) {
        if (streams.has(slot, StreamTable.STREAMED)) {
            listener.copyBody(slot, position, target, offset, length);
        } else {
            MemorySegment.copy(streams.body[slot], position, target, offset, length);
        }
    }

    @Override
    void onLocalEnd(int slot) {
        if (streams.has(slot, StreamTable.HALF_CLOSED)) {
            close(slot);
            listener.onEnd(slot);
        }
    }
}

package dev.tare.io.wire.http2;

import dev.tare.io.wire.http2.HeadRules.Role;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * What both sides of a connection have in common: settings, flow control, header blocks, and the
 * bounds on what a peer may do.
 *
 * <p>Source: RFC 9113, sections 5 and 6.
 */
public abstract sealed class Http2Session permits Http2ClientSession, Http2ServerSession {
    /**
     * The most frames in a row that bring no message further: PING, SETTINGS, WINDOW_UPDATE,
     * PRIORITY, empty DATA, unknown types, frames for streams that are closed.
     */
    static final int MAX_IDLE_FRAMES = 10_000;

    /** What a peer may still send for a stream that was reset, beside a full window of DATA. */
    static final int LATE_BYTES_A_RESET = 64 * 1024;

    final Http2Options options;
    final StreamTable streams;
    final OutputBuffer output;
    final FrameWriter writer;
    private final FrameReader reader;
    private final HpackDecoder decoder;
    private final HeadReader heads;
    private final HeadReader trailers;
    private final IncomingData data;
    private final HeaderBlocks blocks;
    private final PeerSettings peer;
    private final ControlFrames control;

    private boolean failed;
    private boolean reading;
    private boolean goingAway;
    private int idleFrames;
    private long bodyBytesSeen;

    private int highestReset;
    private long lateBytes;

    Http2Session(Http2Options options, boolean client, Arena arena) {
        this.options = options;
        streams = new StreamTable(options.maxStreams());
        output = new OutputBuffer(options.maxOutputBytes(), arena);
        writer = new FrameWriter(output, streams, this, arena);
        data = new IncomingData(this, options, streams);
        blocks = new HeaderBlocks(this, arena);
        peer = new PeerSettings(this, streams, client);
        control = new ControlFrames(this, streams, writer);
        reader = new FrameReader(this, data, arena);
        decoder = new HpackDecoder(HpackDecoder.DEFAULT_TABLE_BYTES, arena);
        HeadRules rules = new HeadRules();
        heads = new HeadReader(decoder, rules, client ? Role.RESPONSE : Role.REQUEST, arena);
        trailers = new HeadReader(decoder, rules, Role.TRAILERS, arena);
    }

    /** Begins with a new connection. */
    void reset() {
        streams.clear();
        writer.reset();
        reader.reset();
        decoder.reset();
        failed = false;
        reading = false;
        idleFrames = 0;
        bodyBytesSeen = 0;
        data.reset();
        blocks.reset();
        peer.reset();
        goingAway = false;
        highestReset = 0;
        lateBytes = 0;
    }

    /**
     * Takes received bytes, in pieces of any size.
     *
     * @param length bytes, 0 or more
     */
    public abstract void read(MemorySegment buffer, long offset, int length);

    /** Takes frames. */
    void readFrames(MemorySegment buffer, long offset, int length) {
        reading = true;
        reader.read(buffer, offset, length);
        reading = false;
        pump();
    }

    /** Writes bodies, unless that is done anyway when the current reading is over. */
    void pump() {
        if (!reading && !failed) {
            writer.pump();
        }
    }

    /** Whether the session is over: the listener was told why. */
    public final boolean failed() {
        return failed;
    }

    /** Says GOAWAY: no more streams begin, and those that are open go on. */
    public final void goAway() {
        if (!goingAway && !failed) {
            goingAway = true;
            writer.goAway(lastPeerStream(), Http2Error.NO_ERROR);
        }
    }

    final boolean goingAway() {
        return goingAway;
    }

    /** The peer has said GOAWAY to the side that begins the streams. */
    final void goesAway() {
        goingAway = true;
    }

    /** The native memory in which bytes wait to be sent; it may change with every call. */
    public final MemorySegment output() {
        return output.bytes();
    }

    /** Where in {@link #output} the next byte to be sent stands. */
    public final long outputOffset() {
        return output.start();
    }

    /** How many bytes wait to be sent, 0 or more. */
    public final int outputLength() {
        return output.length();
    }

    /**
     * The connection has taken bytes. Then there may be more output than before: bodies are fetched
     * as room and windows allow.
     *
     * @param bytes 0 to {@link #outputLength}
     */
    public void outputTaken(int bytes) {
        output.taken(bytes);
        pump();
    }

    final FrameReader reader() {
        return reader;
    }

    /** What a stream's own window begins with, as the peer wants it. */
    final int peerStreamWindow() {
        return peer.streamWindow();
    }

    // What the two sides do differently.

    /** Whether no stream with this id was begun yet. */
    abstract boolean isIdle(int streamId);

    /** A whole header block; {@link #readHead} or {@link #readTrailers} must be called. */
    abstract void onBlock(
            int streamId, boolean endStream, MemorySegment bytes, long offset, int length);

    abstract void onBodyPiece(int slot, MemorySegment bytes, long offset, int length);

    /** The peer's message is whole, and agrees with its Content-Length. */
    abstract void onRemoteEnd(int slot);

    /** The peer has reset an open stream, which is closed by now. */
    abstract void onPeerReset(int slot, int errorCode);

    /** The peer has broken the protocol within a stream, which was reset and closed. */
    abstract void onStreamFault(int slot, Http2Error error, String fault);

    /** Copies bytes of the body that a stream sends. */
    abstract void copyBody(int slot, long position, MemorySegment target, long offset, int length);

    /** END_STREAM of a stream was written. */
    abstract void onLocalEnd(int slot);

    abstract void onPeerGoAway(int lastStreamId, int errorCode);

    /** SETTINGS were taken. */
    abstract void onSettings(long maxConcurrentStreams);

    abstract void onSessionFault(Http2Error error, String fault);

    /** The last of the peer's streams that were processed, for GOAWAY. */
    abstract int lastPeerStream();

    // Faults.

    /** Ends the session. */
    final void fail(Http2Error error, String fault) {
        if (failed) {
            return;
        }
        failed = true;
        reader.stop();
        // Without room for it the peer is told nothing: it does not read anyway.
        writer.goAway(lastPeerStream(), error);
        onSessionFault(error, fault);
    }

    /** Fails where the output has no room for an answer that the peer has asked for. */
    final void require(boolean hadRoom) {
        if (!hadRoom) {
            fail(
                    Http2Error.ENHANCE_YOUR_CALM,
                    "the peer does not read what it makes this side answer");
        }
    }

    /** Resets an open stream for a fault in it, and tells. */
    final void failStream(int slot, Http2Error error, String fault) {
        resetAndClose(slot, error);
        if (!failed) {
            onStreamFault(slot, error, fault);
        }
    }

    /** Resets an open stream and closes it. */
    final void resetAndClose(int slot, Http2Error error) {
        refuseStream(streams.id[slot], error);
        close(slot);
    }

    /** Says RST_STREAM; what still comes for the stream is dropped. */
    final void refuseStream(int streamId, Http2Error error) {
        require(writer.rstStream(streamId, error));
        highestReset = Math.max(highestReset, streamId);
        lateBytes += (long) options.streamWindowBytes() + LATE_BYTES_A_RESET;
    }

    /** Closes a stream of which the peer has said that it knows nothing; it may be wrong. */
    final void forgetStream(int slot) {
        highestReset = Math.max(highestReset, streams.id[slot]);
        close(slot);
    }

    /** Closes an open stream. */
    final void close(int slot) {
        data.forget(slot);
        int held = streams.held[slot];
        writer.dropWaiting(slot);
        streams.close(slot);
        if (held > 0) {
            data.creditConnection(held);
        }
    }

    // Frames.

    /** A frame begins; called for every one, unknown types included. */
    final void onFrameHeader(int type, int flags, int streamId, int length) {
        boolean settings = type == Frames.SETTINGS && (flags & Frames.ACK) == 0;
        if (!peer.seen() && !settings) {
            fail(Http2Error.PROTOCOL_ERROR, "the first frame is not SETTINGS");
            return;
        }
        if (++idleFrames > MAX_IDLE_FRAMES) {
            if (writer.bodyBytes() == bodyBytesSeen) {
                fail(
                        Http2Error.ENHANCE_YOUR_CALM,
                        "10,000 frames in a row that bring no message further");
                return;
            }
            progress();
        }
        if (type == Frames.DATA) {
            data.begin(flags, streamId, length);
        }
    }

    /** A message has been brought further. */
    final void progress() {
        idleFrames = 0;
        bodyBytesSeen = writer.bodyBytes();
    }

    /** A whole frame of a known type but DATA. */
    final void onFrame(
            int type, int flags, int streamId, MemorySegment bytes, long offset, int length) {
        switch (type) {
            case Frames.HEADERS -> blocks.headers(flags, streamId, bytes, offset, length);
            case Frames.CONTINUATION -> blocks.continuation(flags, bytes, offset, length);
            case Frames.SETTINGS -> peer.take(flags, streamId, bytes, offset, length);
            case Frames.WINDOW_UPDATE -> control.windowUpdate(streamId, bytes, offset, length);
            case Frames.PING -> control.ping(flags, streamId, bytes, offset, length);
            case Frames.RST_STREAM -> control.rstStream(streamId, bytes, offset, length);
            case Frames.GOAWAY -> control.goAway(streamId, bytes, offset, length);
            case Frames.PRIORITY -> control.priority(streamId, length);
            case Frames.PUSH_PROMISE ->
                    fail(Http2Error.PROTOCOL_ERROR, "PUSH_PROMISE, which is not allowed");
            default -> throw new IllegalStateException("frame of type " + type);
        }
    }

    /** The peer has ended a stream that is open. */
    final void remoteEnd(int slot) {
        streams.set(slot, StreamTable.REMOTE_ENDED);
        if (hasWholeBody(slot)) {
            onRemoteEnd(slot);
        }
    }

    /** Whether a body that has ended is as long as it should be; if not, fails its stream. */
    final boolean hasWholeBody(int slot) {
        boolean whole = streams.bodyLeft[slot] <= 0 || streams.has(slot, StreamTable.BODILESS);
        if (!whole) {
            failStream(slot, Http2Error.PROTOCOL_ERROR, "less DATA than content-length says");
        }
        return whole;
    }

    /** A frame for a stream that is closed: dropped if this side has reset it, else a fault. */
    final void late(int streamId, int length) {
        if (streamId > highestReset) {
            fail(Http2Error.STREAM_CLOSED, "a frame on a stream that is closed");
            return;
        }
        lateBytes -= length + Frames.HEADER_BYTES;
        if (lateBytes < 0) {
            fail(Http2Error.ENHANCE_YOUR_CALM, "more frames on reset streams than can be late");
        }
    }

    /** Decodes the head of a block; returns false when the session has failed. */
    final boolean readHead(MemorySegment bytes, long offset, int length) {
        return read(heads, bytes, offset, length);
    }

    /** Decodes trailers, or what is to be dropped; returns false when the session has failed. */
    final boolean readTrailers(MemorySegment bytes, long offset, int length) {
        return read(trailers, bytes, offset, length);
    }

    private boolean read(HeadReader to, MemorySegment bytes, long offset, int length) {
        if (to.read(bytes, offset, length)) {
            return true;
        }
        fail(Http2Error.COMPRESSION_ERROR, decoder.fault());
        return false;
    }

    /** A block for a stream that is closed, decoded all the same: it may change the table. */
    final void lateBlock(int streamId, MemorySegment bytes, long offset, int length) {
        late(streamId, length);
        if (!failed) {
            readTrailers(bytes, offset, length);
        }
    }

    final HeadReader heads() {
        return heads;
    }

    final HeadReader trailers() {
        return trailers;
    }

    /** Puts a stream into the queue if it has something to send. */
    final void enqueueIfReady(int slot) {
        boolean ends =
                streams.has(slot, StreamTable.BODY_ENDS)
                        && !streams.has(slot, StreamTable.LOCAL_ENDED);
        if (streams.ready[slot] > 0 || ends || streams.headWaits(slot)) {
            streams.enqueue(slot);
        }
    }

    // What both sides let their owners do with a stream; nothing happens when it is not open.

    /**
     * Takes the crediting of the body that is received over, from within the callback that tells
     * its head, or before: the peer may send on only as far as {@link #credit} says.
     */
    public final void creditByOwner(int stream) {
        streams.set(stream, StreamTable.CREDIT_BY_OWNER);
    }

    /**
     * Says that bytes of a body were done with. What is still held when a stream ends is credited
     * then.
     *
     * @param bytes 0 to what was told and not yet credited
     */
    public final void credit(int stream, int bytes) {
        if (streams.isOpen(stream)) {
            data.creditHeld(stream, bytes);
        }
    }

    /** Says that so many more bytes of the body that is sent may be fetched. */
    public final void moreBody(int stream, long bytes) {
        if (streams.isOpen(stream)) {
            assert !streams.has(stream, StreamTable.BODY_ENDS) : stream;
            streams.ready[stream] += bytes;
            streams.enqueue(stream);
            pump();
        }
    }

    /** Says that the body that is sent ends with what is ready. */
    public final void endBody(int stream) {
        if (streams.isOpen(stream)) {
            streams.set(stream, StreamTable.BODY_ENDS);
            streams.enqueue(stream);
            pump();
        }
    }

    /**
     * The same with trailers behind it; they are copied.
     *
     * @return false when they find no room, for the peer does not read: then the stream is as it
     *     was, and should be reset
     * @throws IllegalArgumentException when they have overflowed
     */
    public final boolean endBody(int stream, HeadFields trailers) {
        trailers.requireWhole();
        if (failed || !streams.isOpen(stream)) {
            return true;
        }
        boolean next = streams.ready[stream] == 0 && !streams.headWaits(stream);
        if (next && writer.head(streams.id[stream], true, trailers)) {
            streams.set(stream, StreamTable.LOCAL_ENDED);
        } else {
            streams.waitingTrailers[stream] = writer.keep(trailers);
            if (streams.waitingTrailers[stream] == WaitingBlocks.NONE) {
                return false;
            }
        }
        endBody(stream);
        return true;
    }

    /** How many bytes of the body that is sent are ready and were not fetched yet, 0 or more. */
    public final long waitingBody(int stream) {
        return streams.isOpen(stream) ? streams.ready[stream] : 0;
    }
}

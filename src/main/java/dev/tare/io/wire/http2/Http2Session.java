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
abstract sealed class Http2Session permits Http2ClientSession, Http2ServerSession {
    /** The longest header block, before it is decoded. */
    static final int MAX_BLOCK_BYTES = 64 * 1024;

    /** The most frames of CONTINUATION behind one HEADERS. */
    static final int MAX_CONTINUATIONS = 64;

    /**
     * The most frames in a row that bring no message further: PING, SETTINGS, WINDOW_UPDATE,
     * PRIORITY, empty DATA, unknown types, frames for streams that are closed.
     */
    static final int MAX_IDLE_FRAMES = 10_000;

    /** What a peer may still send for a stream that was reset, beside a full window of DATA. */
    static final int LATE_BYTES_A_RESET = 64 * 1024;

    private static final int NONE = StreamTable.NONE;
    private static final int FIRST_BLOCK_BYTES = 4096;

    final Http2Options options;
    final StreamTable streams;
    final OutputBuffer output;
    final FrameWriter writer;
    private final FrameReader reader;
    private final HpackDecoder decoder;
    private final HeadReader heads;
    private final HeadReader trailers;
    private final Arena arena;
    private final boolean client;

    private boolean failed;
    private boolean reading;
    private boolean settingsSeen;
    private int idleFrames;
    private long bodyBytesSeen;

    /** What a stream's own window begins with, as the peer wants it. */
    int peerStreamWindow;

    private int receiveWindow;
    private int uncredited;

    // The frame of DATA that is being read.
    private int dataSlot;
    private boolean dataEnds;
    private int dataCredit;

    // The header block that is being put together.
    private MemorySegment block = MemorySegment.NULL;
    private int blockBytes;
    private int blockStream;
    private boolean blockEnds;
    private int continuations;

    private int highestReset;
    private long lateBytes;

    Http2Session(Http2Options options, boolean client, Arena arena) {
        this.options = options;
        this.client = client;
        this.arena = arena;
        streams = new StreamTable(options.maxStreams());
        output = new OutputBuffer(options.maxOutputBytes(), arena);
        writer = new FrameWriter(output, streams, this, arena);
        reader = new FrameReader(this, arena);
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
        settingsSeen = false;
        idleFrames = 0;
        bodyBytesSeen = 0;
        peerStreamWindow = Frames.INITIAL_WINDOW_BYTES;
        receiveWindow = options.connectionWindowBytes();
        uncredited = 0;
        dataSlot = NONE;
        blockStream = 0;
        highestReset = 0;
        lateBytes = 0;
    }

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

    final boolean hasFailed() {
        return failed;
    }

    final boolean settingsSeen() {
        return settingsSeen;
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
    abstract void onStreamFault(int slot, String fault);

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

    private void require(boolean hadRoom) {
        if (!hadRoom) {
            fail(
                    Http2Error.ENHANCE_YOUR_CALM,
                    "the peer does not read what it makes this side answer");
        }
    }

    /** Resets an open stream for a fault in it, and tells. */
    final void failStream(int slot, Http2Error error, String fault) {
        resetStream(slot, error);
        if (!failed) {
            onStreamFault(slot, fault);
        }
    }

    /** Resets an open stream and closes it. */
    final void resetStream(int slot, Http2Error error) {
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
        if (dataSlot == slot) {
            dataSlot = NONE;
        }
        int held = streams.held[slot];
        streams.close(slot);
        if (held > 0) {
            creditConnection(held);
        }
    }

    // Frames.

    /** A frame begins; called for every one, unknown types included. */
    final void onFrameHeader(int type, int flags, int streamId, int length) {
        boolean settings = type == Frames.SETTINGS && (flags & Frames.ACK) == 0;
        if (!settingsSeen && !settings) {
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
            beginData(flags, streamId, length);
        }
    }

    private void progress() {
        idleFrames = 0;
        bodyBytesSeen = writer.bodyBytes();
    }

    /** A whole frame of a known type but DATA. */
    final void onFrame(
            int type, int flags, int streamId, MemorySegment bytes, long offset, int length) {
        switch (type) {
            case Frames.HEADERS -> headers(flags, streamId, bytes, offset, length);
            case Frames.CONTINUATION -> continuation(flags, bytes, offset, length);
            case Frames.SETTINGS -> settings(flags, streamId, bytes, offset, length);
            case Frames.WINDOW_UPDATE -> windowUpdate(streamId, bytes, offset, length);
            case Frames.PING -> ping(flags, streamId, bytes, offset, length);
            case Frames.RST_STREAM -> rstStream(streamId, bytes, offset, length);
            case Frames.GOAWAY -> goAway(streamId, bytes, offset, length);
            case Frames.PRIORITY -> priority(streamId, length);
            case Frames.PUSH_PROMISE ->
                    fail(Http2Error.PROTOCOL_ERROR, "PUSH_PROMISE, which is not allowed");
            default -> throw new IllegalStateException("frame of type " + type);
        }
    }

    private void beginData(int flags, int streamId, int length) {
        if (isIdle(streamId)) {
            fail(Http2Error.PROTOCOL_ERROR, "DATA on a stream that was not begun");
            return;
        }
        if (length > receiveWindow) {
            fail(Http2Error.FLOW_CONTROL_ERROR, "more DATA than the connection's window allows");
            return;
        }
        receiveWindow -= length;
        dataEnds = (flags & Frames.END_STREAM) != 0;
        dataCredit = length;
        int slot = streams.slotOf(streamId);
        dataSlot = slot;
        if (slot == NONE) {
            late(streamId, length);
        } else if (streams.has(slot, StreamTable.REMOTE_ENDED)) {
            fail(Http2Error.STREAM_CLOSED, "DATA behind the end of its stream");
        } else if (!streams.has(slot, StreamTable.HEAD_READ)) {
            failStream(slot, Http2Error.PROTOCOL_ERROR, "DATA before the head");
        } else if (length > streams.receiveWindow[slot]) {
            failStream(
                    slot,
                    Http2Error.FLOW_CONTROL_ERROR,
                    "more DATA than the stream's window allows");
        } else {
            streams.receiveWindow[slot] -= length;
        }
    }

    /** How many bytes the frame holds without its padding, 0 or more. */
    final void onDataLength(int length) {
        int slot = dataSlot;
        if (slot == NONE || length == 0) {
            return;
        }
        progress();
        long left = streams.bodyLeft[slot];
        if (streams.has(slot, StreamTable.BODILESS)) {
            failStream(slot, Http2Error.PROTOCOL_ERROR, "DATA where the message has no body");
        } else if (left != NONE && length > left) {
            failStream(slot, Http2Error.PROTOCOL_ERROR, "more DATA than content-length says");
        } else if (left != NONE) {
            streams.bodyLeft[slot] = left - length;
        }
    }

    /** Some bytes of the body whose frame was begun, 1 or more. */
    final void onData(MemorySegment bytes, long offset, int length) {
        int slot = dataSlot;
        if (slot == NONE) {
            return;
        }
        if (streams.has(slot, StreamTable.CREDIT_BY_OWNER)) {
            streams.held[slot] += length;
            dataCredit -= length;
        }
        onBodyPiece(slot, bytes, offset, length);
    }

    /** The frame of DATA is whole. */
    final void onDataEnd() {
        if (dataCredit > 0) {
            creditConnection(dataCredit);
        }
        int slot = dataSlot;
        dataSlot = NONE;
        if (slot == NONE || failed) {
            return;
        }
        if (dataEnds) {
            remoteEnd(slot);
        } else {
            creditStream(slot, dataCredit);
        }
    }

    /** The peer has ended a stream that is open. */
    final void remoteEnd(int slot) {
        streams.set(slot, StreamTable.REMOTE_ENDED);
        if (streams.bodyLeft[slot] > 0 && !streams.has(slot, StreamTable.BODILESS)) {
            failStream(slot, Http2Error.PROTOCOL_ERROR, "less DATA than content-length says");
        } else {
            onRemoteEnd(slot);
        }
    }

    /** The owner has done with bytes of a body that it credits itself. */
    final void creditHeld(int slot, int bytes) {
        assert bytes <= streams.held[slot] : bytes;
        streams.held[slot] -= bytes;
        creditConnection(bytes);
        if (!streams.has(slot, StreamTable.REMOTE_ENDED)) {
            creditStream(slot, bytes);
        }
    }

    private void creditConnection(int bytes) {
        uncredited += bytes;
        if (uncredited >= options.connectionWindowBytes() / 2 && !failed) {
            require(writer.windowUpdate(0, uncredited));
            receiveWindow += uncredited;
            uncredited = 0;
        }
    }

    private void creditStream(int slot, int bytes) {
        streams.uncredited[slot] += bytes;
        int sum = streams.uncredited[slot];
        if (sum > 0 && sum >= options.streamWindowBytes() / 2) {
            require(writer.windowUpdate(streams.id[slot], sum));
            streams.receiveWindow[slot] += sum;
            streams.uncredited[slot] = 0;
        }
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

    private void headers(int flags, int streamId, MemorySegment bytes, long offset, int length) {
        long from = offset;
        int rest = length;
        int padding = 0;
        if ((flags & Frames.PADDED) != 0) {
            padding = rest > 0 ? Frames.octet(bytes, from) : 0;
            from++;
            rest--;
        }
        if ((flags & Frames.PRIORITY_FLAG) != 0) {
            from += Frames.PRIORITY_BYTES;
            rest -= Frames.PRIORITY_BYTES;
        }
        if (rest < 0) {
            fail(Http2Error.FRAME_SIZE_ERROR, "HEADERS shorter than its flags say");
            return;
        }
        rest -= padding;
        if (rest < 0 || streamId == 0) {
            fail(
                    Http2Error.PROTOCOL_ERROR,
                    streamId == 0 ? "HEADERS on stream 0" : "more padding than HEADERS");
            return;
        }
        boolean ends = (flags & Frames.END_STREAM) != 0;
        if ((flags & Frames.END_HEADERS) != 0) {
            onBlock(streamId, ends, bytes, from, rest);
            return;
        }
        blockStream = streamId;
        blockEnds = ends;
        blockBytes = 0;
        continuations = 0;
        reader.expectContinuation(streamId);
        addToBlock(bytes, from, rest);
    }

    private void continuation(int flags, MemorySegment bytes, long offset, int length) {
        if (blockStream == 0) {
            fail(Http2Error.PROTOCOL_ERROR, "CONTINUATION without HEADERS");
            return;
        }
        if (++continuations > MAX_CONTINUATIONS || blockBytes + length > MAX_BLOCK_BYTES) {
            fail(Http2Error.ENHANCE_YOUR_CALM, "a header block of too many frames or bytes");
            return;
        }
        addToBlock(bytes, offset, length);
        if ((flags & Frames.END_HEADERS) != 0) {
            reader.expectContinuation(0);
            int streamId = blockStream;
            blockStream = 0;
            onBlock(streamId, blockEnds, block, 0, blockBytes);
        }
    }

    private void addToBlock(MemorySegment bytes, long offset, int length) {
        if (blockBytes + length > block.byteSize()) {
            int capacity = Math.max(FIRST_BLOCK_BYTES, (int) block.byteSize());
            while (capacity < blockBytes + length) {
                capacity *= 4;
            }
            MemorySegment larger = arena.allocate(capacity);
            MemorySegment.copy(block, 0, larger, 0, blockBytes);
            block = larger;
        }
        MemorySegment.copy(bytes, offset, block, blockBytes, length);
        blockBytes += length;
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

    final HeadReader heads() {
        return heads;
    }

    final HeadReader trailers() {
        return trailers;
    }

    /** A message has been brought further. */
    final void messageGoesOn() {
        progress();
    }

    private void settings(int flags, int streamId, MemorySegment bytes, long offset, int length) {
        if (streamId != 0) {
            fail(Http2Error.PROTOCOL_ERROR, "SETTINGS on a stream");
            return;
        }
        boolean ack = (flags & Frames.ACK) != 0;
        if (ack ? length != 0 : length % Frames.SETTING_BYTES != 0) {
            fail(Http2Error.FRAME_SIZE_ERROR, "SETTINGS of a wrong size");
            return;
        }
        if (ack) {
            return;
        }
        settingsSeen = true;
        long maxConcurrent = NONE;
        for (int i = 0; i < length && !failed; i += Frames.SETTING_BYTES) {
            int setting = Frames.half(bytes, offset + i);
            long value = Frames.word(bytes, offset + i + Short.BYTES) & 0xffff_ffffL;
            if (setting == Frames.MAX_CONCURRENT_STREAMS) {
                maxConcurrent = value;
            } else {
                takeSetting(setting, value);
            }
        }
        if (!failed) {
            require(writer.settingsAck());
            onSettings(maxConcurrent);
        }
    }

    private void takeSetting(int setting, long value) {
        switch (setting) {
            case Frames.HEADER_TABLE_SIZE -> writer.encoder().limitTable(value);
            case Frames.ENABLE_PUSH -> {
                if (value > 1 || (client && value != 0)) {
                    fail(Http2Error.PROTOCOL_ERROR, "SETTINGS_ENABLE_PUSH of a wrong value");
                }
            }
            case Frames.INITIAL_WINDOW_SIZE -> {
                if (value > Frames.LARGEST_WINDOW_BYTES) {
                    fail(Http2Error.FLOW_CONTROL_ERROR, "SETTINGS_INITIAL_WINDOW_SIZE over 2^31-1");
                } else {
                    changeStreamWindows((int) value);
                }
            }
            case Frames.MAX_FRAME_SIZE -> {
                if (value < Frames.MAX_FRAME_BYTES || value > Frames.LARGEST_MAX_FRAME_BYTES) {
                    fail(Http2Error.PROTOCOL_ERROR, "SETTINGS_MAX_FRAME_SIZE out of its range");
                } else {
                    writer.limitFrames((int) value);
                }
            }
            // MAX_HEADER_LIST_SIZE is advice; others are unknown.
            default -> {}
        }
    }

    private void changeStreamWindows(int bytes) {
        int difference = bytes - peerStreamWindow;
        peerStreamWindow = bytes;
        for (int slot = 0; slot < streams.slots(); slot++) {
            if (streams.isOpen(slot)) {
                long window = (long) streams.sendWindow[slot] + difference;
                if (window > Frames.LARGEST_WINDOW_BYTES) {
                    fail(Http2Error.FLOW_CONTROL_ERROR, "SETTINGS make a window overflow");
                    return;
                }
                streams.sendWindow[slot] = (int) window;
                enqueueIfReady(slot);
            }
        }
    }

    /** Puts a stream into the queue if it has something to send. */
    final void enqueueIfReady(int slot) {
        boolean ends =
                streams.has(slot, StreamTable.BODY_ENDS)
                        && !streams.has(slot, StreamTable.LOCAL_ENDED);
        if (streams.ready[slot] > 0 || ends || streams.head[slot] != null) {
            streams.enqueue(slot);
        }
    }

    private void windowUpdate(int streamId, MemorySegment bytes, long offset, int length) {
        if (length != Frames.WORD_BYTES) {
            fail(Http2Error.FRAME_SIZE_ERROR, "WINDOW_UPDATE of a wrong size");
            return;
        }
        int increment = Frames.id(bytes, offset);
        if (streamId == 0) {
            if (increment == 0) {
                fail(Http2Error.PROTOCOL_ERROR, "WINDOW_UPDATE by nothing");
            } else if (!writer.widen(increment)) {
                fail(Http2Error.FLOW_CONTROL_ERROR, "the connection's window overflows");
            }
            return;
        }
        if (isIdle(streamId)) {
            fail(Http2Error.PROTOCOL_ERROR, "WINDOW_UPDATE on a stream that was not begun");
            return;
        }
        int slot = streams.slotOf(streamId);
        if (slot == NONE) {
            return;
        }
        long window = (long) streams.sendWindow[slot] + increment;
        if (increment == 0) {
            failStream(slot, Http2Error.PROTOCOL_ERROR, "WINDOW_UPDATE by nothing");
        } else if (window > Frames.LARGEST_WINDOW_BYTES) {
            failStream(slot, Http2Error.FLOW_CONTROL_ERROR, "the stream's window overflows");
        } else {
            streams.sendWindow[slot] = (int) window;
            enqueueIfReady(slot);
        }
    }

    private void ping(int flags, int streamId, MemorySegment bytes, long offset, int length) {
        if (streamId != 0) {
            fail(Http2Error.PROTOCOL_ERROR, "PING on a stream");
        } else if (length != Frames.PING_BYTES) {
            fail(Http2Error.FRAME_SIZE_ERROR, "PING of a wrong size");
        } else if ((flags & Frames.ACK) == 0) {
            require(writer.pingAck(bytes, offset));
        }
    }

    private void rstStream(int streamId, MemorySegment bytes, long offset, int length) {
        if (length != Frames.WORD_BYTES) {
            fail(Http2Error.FRAME_SIZE_ERROR, "RST_STREAM of a wrong size");
            return;
        }
        if (isIdle(streamId)) {
            fail(Http2Error.PROTOCOL_ERROR, "RST_STREAM on a stream that was not begun");
            return;
        }
        int slot = streams.slotOf(streamId);
        if (slot != NONE) {
            close(slot);
            onPeerReset(slot, Frames.word(bytes, offset));
        }
    }

    private void goAway(int streamId, MemorySegment bytes, long offset, int length) {
        if (streamId != 0) {
            fail(Http2Error.PROTOCOL_ERROR, "GOAWAY on a stream");
        } else if (length < Frames.GOAWAY_BYTES) {
            fail(Http2Error.FRAME_SIZE_ERROR, "GOAWAY of a wrong size");
        } else {
            int last = Frames.id(bytes, offset);
            onPeerGoAway(last, Frames.word(bytes, offset + Frames.WORD_BYTES));
        }
    }

    private void priority(int streamId, int length) {
        if (streamId == 0) {
            fail(Http2Error.PROTOCOL_ERROR, "PRIORITY on stream 0");
        } else if (length != Frames.PRIORITY_BYTES) {
            fail(Http2Error.FRAME_SIZE_ERROR, "PRIORITY of a wrong size");
        }
    }
}

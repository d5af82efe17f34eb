package dev.tare.io.wire.http2;

import java.lang.foreign.MemorySegment;

/**
 * The DATA that a connection receives: held against the windows and against Content-Length, and
 * credited to the peer when it was done with.
 *
 * <p>Allocation: none. Source: RFC 9113, sections 5.2, 6.1 and 6.9.
 */
final class IncomingData {
    private static final int NONE = StreamTable.NONE;

    private final Http2Session session;
    private final Http2Options options;
    private final StreamTable streams;

    /** What the peer may still send on the whole connection. */
    private int receiveWindow;

    /** Bytes done with that the peer was not told of yet. */
    private int uncredited;

    // The frame that is being read.
    private int slotRead;
    private boolean ends;
    private int credit;

    IncomingData(Http2Session session, Http2Options options, StreamTable streams) {
        this.session = session;
        this.options = options;
        this.streams = streams;
    }

    /** A new connection begins. */
    void reset() {
        receiveWindow = options.connectionWindowBytes();
        uncredited = 0;
        slotRead = NONE;
    }

    /** A stream is about to be closed: what still comes of its frame is dropped. */
    void forget(int slot) {
        if (slotRead == slot) {
            slotRead = NONE;
        }
    }

    /** A frame of DATA begins. */
    void begin(int flags, int streamId, int length) {
        if (session.isIdle(streamId)) {
            session.fail(Http2Error.PROTOCOL_ERROR, "DATA on a stream that was not begun");
            return;
        }
        if (length > receiveWindow) {
            session.fail(
                    Http2Error.FLOW_CONTROL_ERROR, "more DATA than the connection's window allows");
            return;
        }
        receiveWindow -= length;
        ends = (flags & Frames.END_STREAM) != 0;
        credit = length;
        int slot = streams.slotOf(streamId);
        slotRead = slot;
        if (slot == NONE) {
            session.late(streamId, length);
        } else if (streams.has(slot, StreamTable.REMOTE_ENDED)) {
            session.fail(Http2Error.STREAM_CLOSED, "DATA behind the end of its stream");
        } else if (!streams.has(slot, StreamTable.HEAD_READ)) {
            session.failStream(slot, Http2Error.PROTOCOL_ERROR, "DATA before the head");
        } else if (length > streams.receiveWindow[slot]) {
            session.failStream(
                    slot,
                    Http2Error.FLOW_CONTROL_ERROR,
                    "more DATA than the stream's window allows");
        } else {
            streams.receiveWindow[slot] -= length;
        }
    }

    /** How many bytes the frame holds without its padding, 0 or more. */
    void onLength(int length) {
        int slot = slotRead;
        if (slot == NONE || length == 0) {
            return;
        }
        session.progress();
        long left = streams.bodyLeft[slot];
        if (streams.has(slot, StreamTable.BODILESS)) {
            session.failStream(
                    slot, Http2Error.PROTOCOL_ERROR, "DATA where the message has no body");
        } else if (left != NONE && length > left) {
            session.failStream(
                    slot, Http2Error.PROTOCOL_ERROR, "more DATA than content-length says");
        } else if (left != NONE) {
            streams.bodyLeft[slot] = left - length;
        }
    }

    /** Some bytes of the body whose frame was begun, 1 or more. */
    void onBytes(MemorySegment bytes, long offset, int length) {
        int slot = slotRead;
        if (slot == NONE) {
            return;
        }
        if (streams.has(slot, StreamTable.CREDIT_BY_OWNER)) {
            streams.held[slot] += length;
            credit -= length;
        }
        session.onBodyPiece(slot, bytes, offset, length);
    }

    /** The frame of DATA is whole. */
    void onEnd() {
        if (credit > 0) {
            creditConnection(credit);
        }
        int slot = slotRead;
        slotRead = NONE;
        if (slot == NONE || session.failed()) {
            return;
        }
        if (ends) {
            session.remoteEnd(slot);
        } else {
            creditStream(slot, credit);
        }
    }

    /** The owner has done with bytes of a body that it credits itself. */
    void creditHeld(int slot, int bytes) {
        assert bytes <= streams.held[slot] : bytes;
        streams.held[slot] -= bytes;
        creditConnection(bytes);
        if (!streams.has(slot, StreamTable.REMOTE_ENDED)) {
            creditStream(slot, bytes);
        }
    }

    /** Bytes that count against the connection's window were done with. */
    void creditConnection(int bytes) {
        uncredited += bytes;
        if (uncredited >= options.connectionWindowBytes() / 2 && !session.failed()) {
            session.require(session.writer.windowUpdate(0, uncredited));
            receiveWindow += uncredited;
            uncredited = 0;
        }
    }

    private void creditStream(int slot, int bytes) {
        streams.uncredited[slot] += bytes;
        int sum = streams.uncredited[slot];
        if (sum > 0 && sum >= options.streamWindowBytes() / 2) {
            session.require(session.writer.windowUpdate(streams.id[slot], sum));
            streams.receiveWindow[slot] += sum;
            streams.uncredited[slot] = 0;
        }
    }
}

package dev.tare.io.wire.http2;

import java.lang.foreign.MemorySegment;

/**
 * Frames of the peer's that carry no part of a message: WINDOW_UPDATE, PING, RST_STREAM, GOAWAY and
 * PRIORITY.
 *
 * <p>Allocation: none. Source: RFC 9113, sections 6.3, 6.4 and 6.7 to 6.9.
 */
final class ControlFrames {
    private final Http2Session session;
    private final StreamTable streams;
    private final FrameWriter writer;

    ControlFrames(Http2Session session, StreamTable streams, FrameWriter writer) {
        this.session = session;
        this.streams = streams;
        this.writer = writer;
    }

    /** The peer may be sent so many more bytes, on a stream or in all. */
    void windowUpdate(int streamId, MemorySegment bytes, long offset, int length) {
        if (length != Frames.WORD_BYTES) {
            session.fail(Http2Error.FRAME_SIZE_ERROR, "WINDOW_UPDATE of a wrong size");
            return;
        }
        int increment = Frames.id(bytes, offset);
        if (streamId == 0) {
            if (increment == 0) {
                session.fail(Http2Error.PROTOCOL_ERROR, "WINDOW_UPDATE by nothing");
            } else if (!writer.widen(increment)) {
                session.fail(Http2Error.FLOW_CONTROL_ERROR, "the connection's window overflows");
            }
            return;
        }
        if (session.isIdle(streamId)) {
            session.fail(Http2Error.PROTOCOL_ERROR, "WINDOW_UPDATE on a stream that was not begun");
            return;
        }
        int slot = streams.slotOf(streamId);
        if (slot == StreamTable.NONE) {
            return;
        }
        long window = (long) streams.sendWindow[slot] + increment;
        if (increment == 0) {
            session.failStream(slot, Http2Error.PROTOCOL_ERROR, "WINDOW_UPDATE by nothing");
        } else if (window > Frames.LARGEST_WINDOW_BYTES) {
            session.failStream(
                    slot, Http2Error.FLOW_CONTROL_ERROR, "the stream's window overflows");
        } else {
            streams.sendWindow[slot] = (int) window;
            session.enqueueIfReady(slot);
        }
    }

    /** The peer wants to hear the same again, or has heard what it was asked to repeat. */
    void ping(int flags, int streamId, MemorySegment bytes, long offset, int length) {
        if (streamId != 0) {
            session.fail(Http2Error.PROTOCOL_ERROR, "PING on a stream");
        } else if (length != Frames.PING_BYTES) {
            session.fail(Http2Error.FRAME_SIZE_ERROR, "PING of a wrong size");
        } else if ((flags & Frames.ACK) == 0) {
            session.require(writer.pingAck(bytes, offset));
        }
    }

    /** The peer gives a stream up. */
    void rstStream(int streamId, MemorySegment bytes, long offset, int length) {
        if (length != Frames.WORD_BYTES) {
            session.fail(Http2Error.FRAME_SIZE_ERROR, "RST_STREAM of a wrong size");
            return;
        }
        if (session.isIdle(streamId)) {
            session.fail(Http2Error.PROTOCOL_ERROR, "RST_STREAM on a stream that was not begun");
            return;
        }
        int slot = streams.slotOf(streamId);
        if (slot != StreamTable.NONE) {
            session.close(slot);
            session.onPeerReset(slot, Frames.word(bytes, offset));
        }
    }

    /** The peer says which streams it still looks at. */
    void goAway(int streamId, MemorySegment bytes, long offset, int length) {
        if (streamId != 0) {
            session.fail(Http2Error.PROTOCOL_ERROR, "GOAWAY on a stream");
        } else if (length < Frames.GOAWAY_BYTES) {
            session.fail(Http2Error.FRAME_SIZE_ERROR, "GOAWAY of a wrong size");
        } else {
            int last = Frames.id(bytes, offset);
            session.onPeerGoAway(last, Frames.word(bytes, offset + Frames.WORD_BYTES));
        }
    }

    /** What the peer finds more urgent, which counts for nothing here. */
    void priority(int streamId, int length) {
        if (streamId == 0) {
            session.fail(Http2Error.PROTOCOL_ERROR, "PRIORITY on stream 0");
        } else if (length != Frames.PRIORITY_BYTES) {
            session.fail(Http2Error.FRAME_SIZE_ERROR, "PRIORITY of a wrong size");
        }
    }
}

package dev.tare.io.wire.http2;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * Cuts received bytes into frames.
 *
 * <p>DATA is handed on as it comes, without padding. Any other frame is handed on whole: where it
 * lies if it arrived in one piece, else from a buffer. Unknown types are dropped. The header of
 * every frame is shown first.
 *
 * <p>Allocation: none, but for the first frame that arrives in pieces. Source: RFC 9113, sections
 * 4.1 and 6.1.
 */
final class FrameReader {
    private static final int FIRST_BYTES = 256;

    private final Http2Session session;
    private final IncomingData incoming;
    private final Arena arena;

    /** Holds a frame that arrives in pieces, its header included. */
    private MemorySegment pieces = MemorySegment.NULL;

    private int pieceBytes;

    // What is left of a frame of DATA or of one that is dropped, from piece to piece.
    private boolean inData;
    private boolean padLengthToCome;
    private int dataLeft;
    private int droppedLeft;
    private int continuationOf;
    private boolean stopped;

    FrameReader(Http2Session session, IncomingData incoming, Arena arena) {
        this.session = session;
        this.incoming = incoming;
        this.arena = arena;
    }

    /** A new connection begins. */
    void reset() {
        pieceBytes = 0;
        inData = false;
        padLengthToCome = false;
        dataLeft = 0;
        droppedLeft = 0;
        continuationOf = 0;
        stopped = false;
    }

    /** Hands nothing over any more. */
    void stop() {
        stopped = true;
    }

    /** Takes no other frame next than CONTINUATION of this stream; 0 for any but that. */
    void expectContinuation(int streamId) {
        continuationOf = streamId;
    }

    /** Takes received bytes. */
    void read(MemorySegment bytes, long offset, int length) {
        long position = offset;
        long limit = offset + length;
        while (position < limit && !stopped) {
            if (inData) {
                position += data(bytes, position, (int) (limit - position));
            } else if (droppedLeft > 0) {
                int dropped = (int) Math.min(droppedLeft, limit - position);
                droppedLeft -= dropped;
                position += dropped;
            } else if (pieceBytes > 0) {
                position += assemble(bytes, position, (int) (limit - position));
            } else {
                position += frame(bytes, position, (int) (limit - position));
            }
        }
    }

    /** Takes a frame where it lies, or keeps what there is of it; returns the bytes consumed. */
    private int frame(MemorySegment bytes, long position, int length) {
        if (length < Frames.HEADER_BYTES) {
            keep(bytes, position, length);
            return length;
        }
        if (!begin(bytes, position)) {
            return Frames.HEADER_BYTES;
        }
        int frameBytes = Frames.HEADER_BYTES + Frames.length(bytes, position);
        if (frameBytes > length) {
            keep(bytes, position, length);
            return length;
        }
        deliver(bytes, position);
        return frameBytes;
    }

    /** Adds to the frame that is being kept; returns the bytes consumed. */
    private int assemble(MemorySegment bytes, long position, int length) {
        int consumed = 0;
        if (pieceBytes < Frames.HEADER_BYTES) {
            consumed = Math.min(length, Frames.HEADER_BYTES - pieceBytes);
            keep(bytes, position, consumed);
            if (pieceBytes < Frames.HEADER_BYTES) {
                return consumed;
            }
            if (!begin(pieces, 0)) {
                pieceBytes = 0;
                return consumed;
            }
        }
        int frameBytes = Frames.HEADER_BYTES + Frames.length(pieces, 0);
        int added = Math.min(length - consumed, frameBytes - pieceBytes);
        keep(bytes, position + consumed, added);
        if (pieceBytes == frameBytes) {
            pieceBytes = 0;
            deliver(pieces, 0);
        }
        return consumed + added;
    }

    private void keep(MemorySegment bytes, long position, int length) {
        int needed = pieceBytes + length;
        if (needed > pieces.byteSize()) {
            boolean small = needed <= FIRST_BYTES;
            int capacity = small ? FIRST_BYTES : Frames.HEADER_BYTES + Frames.MAX_FRAME_BYTES;
            MemorySegment larger = arena.allocate(capacity);
            MemorySegment.copy(pieces, 0, larger, 0, pieceBytes);
            pieces = larger;
        }
        MemorySegment.copy(bytes, position, pieces, pieceBytes, length);
        pieceBytes = needed;
    }

    /** Looks at a header; returns whether the frame is to be taken whole. */
    private boolean begin(MemorySegment bytes, long frame) {
        int length = Frames.length(bytes, frame);
        int type = Frames.type(bytes, frame);
        int flags = Frames.flags(bytes, frame);
        int streamId = Frames.streamId(bytes, frame);
        if (length > Frames.MAX_FRAME_BYTES) {
            session.fail(Http2Error.FRAME_SIZE_ERROR, "a frame of more than 16,384 bytes");
            return false;
        }
        if (continuationOf != 0 && (type != Frames.CONTINUATION || streamId != continuationOf)) {
            session.fail(Http2Error.PROTOCOL_ERROR, "a header block interrupted by a frame");
            return false;
        }
        session.onFrameHeader(type, flags, streamId, length);
        if (stopped) {
            return false;
        }
        if (type == Frames.DATA) {
            beginData(flags, length);
            return false;
        }
        if (type > Frames.CONTINUATION) {
            droppedLeft = length;
            return false;
        }
        return true;
    }

    private void beginData(int flags, int length) {
        padLengthToCome = (flags & Frames.PADDED) != 0;
        dataLeft = length;
        if (padLengthToCome && length == 0) {
            session.fail(Http2Error.FRAME_SIZE_ERROR, "padded DATA without a length of padding");
            return;
        }
        inData = true;
        if (!padLengthToCome) {
            incoming.onLength(length);
        }
        if (length == 0 && !stopped) {
            endData();
        }
    }

    private void endData() {
        inData = false;
        incoming.onEnd();
    }

    private int data(MemorySegment bytes, long position, int length) {
        int consumed = 0;
        if (padLengthToCome) {
            padLengthToCome = false;
            int paddingBytes = Frames.octet(bytes, position);
            consumed = 1;
            dataLeft -= 1 + paddingBytes;
            if (dataLeft < 0) {
                session.fail(Http2Error.PROTOCOL_ERROR, "more padding than DATA");
                return consumed;
            }
            droppedLeft = paddingBytes;
            incoming.onLength(dataLeft);
        }
        int taken = Math.min(dataLeft, length - consumed);
        dataLeft -= taken;
        if (taken > 0) {
            incoming.onBytes(bytes, position + consumed, taken);
        }
        if (dataLeft == 0 && !stopped) {
            endData();
        }
        return consumed + taken;
    }

    private void deliver(MemorySegment bytes, long frame) {
        session.onFrame(
                Frames.type(bytes, frame),
                Frames.flags(bytes, frame),
                Frames.streamId(bytes, frame),
                bytes,
                frame + Frames.HEADER_BYTES,
                Frames.length(bytes, frame));
    }
}

package dev.tare.io.wire.http2;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * Puts header blocks together: one frame of HEADERS, and as many of CONTINUATION as follow it.
 *
 * <p>Allocation: when a block of several frames is longer than all before it. Source: RFC 9113,
 * sections 4.3, 6.2 and 6.10.
 */
final class HeaderBlocks {
    /** The longest header block, before it is decoded. */
    static final int MAX_BLOCK_BYTES = 64 * 1024;

    /** The most frames of CONTINUATION behind one HEADERS. */
    static final int MAX_CONTINUATIONS = 64;

    private static final int FIRST_BLOCK_BYTES = 4096;

    private final Http2Session session;
    private final Arena arena;

    // The block that is being put together.
    private MemorySegment block = MemorySegment.NULL;
    private int blockBytes;
    private int blockStream;
    private boolean blockEnds;
    private int continuations;

    HeaderBlocks(Http2Session session, Arena arena) {
        this.session = session;
        this.arena = arena;
    }

    /** A new connection begins. */
    void reset() {
        blockStream = 0;
    }

    /** A frame of HEADERS. */
    void headers(int flags, int streamId, MemorySegment bytes, long offset, int length) {
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
            session.fail(Http2Error.FRAME_SIZE_ERROR, "HEADERS shorter than its flags say");
            return;
        }
        rest -= padding;
        if (rest < 0 || streamId == 0) {
            session.fail(
                    Http2Error.PROTOCOL_ERROR,
                    streamId == 0 ? "HEADERS on stream 0" : "more padding than HEADERS");
            return;
        }
        boolean ends = (flags & Frames.END_STREAM) != 0;
        if ((flags & Frames.END_HEADERS) != 0) {
            session.onBlock(streamId, ends, bytes, from, rest);
            return;
        }
        blockStream = streamId;
        blockEnds = ends;
        blockBytes = 0;
        continuations = 0;
        session.reader().expectContinuation(streamId);
        addToBlock(bytes, from, rest);
    }

    /** A frame of CONTINUATION. */
    void continuation(int flags, MemorySegment bytes, long offset, int length) {
        if (blockStream == 0) {
            session.fail(Http2Error.PROTOCOL_ERROR, "CONTINUATION without HEADERS");
            return;
        }
        if (++continuations > MAX_CONTINUATIONS || blockBytes + length > MAX_BLOCK_BYTES) {
            session.fail(
                    Http2Error.ENHANCE_YOUR_CALM, "a header block of too many frames or bytes");
            return;
        }
        addToBlock(bytes, offset, length);
        if ((flags & Frames.END_HEADERS) != 0) {
            session.reader().expectContinuation(0);
            int streamId = blockStream;
            blockStream = 0;
            session.onBlock(streamId, blockEnds, block, 0, blockBytes);
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
}

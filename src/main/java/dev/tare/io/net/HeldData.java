package dev.tare.io.net;

import java.lang.foreign.MemorySegment;
import java.util.ArrayDeque;

/**
 * What had been received on a connection when its handler wanted no more: copied, in pieces that
 * have the headroom which every handler may write to.
 *
 * <p>How much that can be is bounded by the buffers of the ring: the first piece that comes
 * unwanted ends the receiving.
 */
final class HeldData {
    /** The length of a block of the pool. */
    static final int BLOCK_BYTES = EventLoop.HEADROOM_BYTES + EventLoop.RECEIVE_BUFFER_BYTES;

    private record Piece(MemorySegment block, int length) {}

    private final Blocks pool;
    private final ArrayDeque<Piece> pieces = new ArrayDeque<>(1);

    HeldData(Blocks pool) {
        this.pool = pool;
    }

    boolean isEmpty() {
        return pieces.isEmpty();
    }

    /** Keeps a copy of at most {@link EventLoop#RECEIVE_BUFFER_BYTES}. */
    void add(MemorySegment buffer, long offset, int length) {
        Piece last = pieces.peekLast();
        boolean fits = last != null && last.length() + length <= EventLoop.RECEIVE_BUFFER_BYTES;
        Piece into = last != null && fits ? last : new Piece(pool.take(), 0);
        long at = EventLoop.HEADROOM_BYTES + (long) into.length();
        MemorySegment.copy(buffer, offset, into.block(), at, length);
        if (fits) {
            pieces.removeLast();
        }
        pieces.add(new Piece(into.block(), into.length() + length));
    }

    /** Hands the oldest piece to the handler. */
    void deliver(Connection connection, ConnectionHandler handler) {
        Piece piece = pieces.remove();
        try {
            handler.onData(connection, piece.block(), EventLoop.HEADROOM_BYTES, piece.length());
        } finally {
            pool.giveBack(piece.block());
        }
    }

    void clear() {
        pieces.forEach(piece -> pool.giveBack(piece.block()));
        pieces.clear();
    }
}

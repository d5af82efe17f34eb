package dev.tare.io.net;

import java.util.ArrayDeque;

/**
 * Closed connections of an {@link IoUringEventLoop} that have bytes to send, in the order of the
 * ends of their patience.
 *
 * <p>Thread-safety: the loop's own thread.
 */
final class LingeringConnections {
    /** How long a closed connection waits for the other side to read what was sent. */
    static final long MAX_LINGER_NS = 30_000_000_000L;

    private final ArrayDeque<IoUringConnection> lingering = new ArrayDeque<>();

    /** Keeps a connection until its bytes are sent; returns when it is given up. */
    long add(IoUringConnection connection, long nowNs) {
        lingering.add(connection);
        return nowNs + MAX_LINGER_NS;
    }

    /** Whether any of them still has bytes to send. */
    boolean any() {
        for (IoUringConnection connection : lingering) {
            if (connection.lingers()) {
                return true;
            }
        }
        return false;
    }

    /** Gives up who has lingered too long; returns when to look again, at the latest. */
    long giveUp(long nowNs, long untilNs) {
        IoUringConnection first = lingering.peek();
        while (first != null && (!first.lingers() || first.lingerEndNs() - nowNs <= 0)) {
            lingering.remove();
            first.endLinger();
            first = lingering.peek();
        }
        return first != null && first.lingerEndNs() - untilNs < 0 ? first.lingerEndNs() : untilNs;
    }
}

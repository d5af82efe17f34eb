package dev.tare.io.net;

import java.util.ArrayDeque;

/**
 * Connections of an {@link IoUringEventLoop} whose receive ended because no buffer was free.
 *
 * <p>Danger: with thousands of them each asks again in every round, and all but the few for which
 * there are buffers ask in vain: the loop does little else. Fact: a round hands out as many buffers
 * as the ring has. Use: they wait in a queue, and a round lets half as many ask again; the other
 * half is for those whose receive goes on, so that the queue becomes shorter.
 *
 * <p>Thread-safety: the loop's own thread. Allocation: none but to grow.
 */
final class StarvedConnections {
    private final ArrayDeque<IoUringConnection> starved = new ArrayDeque<>();
    private final int mostARound;

    /**
     * @param buffers how many the ring has, 2 or more
     */
    StarvedConnections(int buffers) {
        this.mostARound = buffers / 2;
    }

    void add(IoUringConnection connection) {
        starved.add(connection);
    }

    boolean isEmpty() {
        return starved.isEmpty();
    }

    /** Lets the ones that have waited longest receive again. */
    void feed() {
        for (int left = mostARound; left > 0 && !starved.isEmpty(); left--) {
            starved.remove().endStarving();
        }
    }
}

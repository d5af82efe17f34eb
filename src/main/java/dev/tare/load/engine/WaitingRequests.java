package dev.tare.load.engine;

/**
 * A queue of requests that are due and wait for an exchange: when each was intended to start, and
 * its sequence number. Bounded by its construction.
 *
 * <p>Allocation: none after construction.
 */
final class WaitingRequests {
    private final long[] intendedNs;
    private final long[] sequences;
    private int head;
    private int count;

    WaitingRequests(int most) {
        intendedNs = new long[most];
        sequences = new long[most];
    }

    boolean isEmpty() {
        return count == 0;
    }

    int size() {
        return count;
    }

    void addLast(long intendedStartNs, long sequence) {
        if (count == intendedNs.length) {
            throw new IllegalStateException("more requests wait than there are clients");
        }
        int at = (head + count) % intendedNs.length;
        intendedNs[at] = intendedStartNs;
        sequences[at] = sequence;
        count++;
    }

    /** When the first was intended to start; there must be one. */
    long firstIntendedNs() {
        return intendedNs[head];
    }

    /** The sequence number of the first; there must be one. */
    long firstSequence() {
        return sequences[head];
    }

    void removeFirst() {
        head = (head + 1) % intendedNs.length;
        count--;
    }
}

package dev.tare.specimen.origin;

import java.util.concurrent.atomic.AtomicLongArray;

/**
 * One loop's counters.
 *
 * <p>Thread-safety: the loop's thread alone writes; any thread reads. A count is written before the
 * answer is sent, so whoever has read an answer finds it counted.
 */
@SuppressWarnings("EnumOrdinal") // The order of the counts is never stored.
final class OriginCounters {
    enum Count {
        CONNECTIONS_ACCEPTED,
        CONNECTIONS_REFUSED,
        CONNECTIONS_CLOSED,
        BYTES_RECEIVED,
        BYTES_SENT,
        STALLS
    }

    private static final int COUNTS = Count.values().length;

    private final AtomicLongArray counts = new AtomicLongArray(COUNTS + RouteClass.values().length);

    void add(Count count, long increment) {
        add(count.ordinal(), increment);
    }

    void addRequest(RouteClass routeClass) {
        add(COUNTS + routeClass.ordinal(), 1);
    }

    long of(Count count) {
        return counts.getAcquire(count.ordinal());
    }

    long requests(RouteClass routeClass) {
        return counts.getAcquire(COUNTS + routeClass.ordinal());
    }

    /** A plain read and an ordered write suffice for one writer, and need no locked instruction. */
    private void add(int index, long increment) {
        counts.setRelease(index, counts.getPlain(index) + increment);
    }
}

package dev.tare.specimen.proxy.count;

import java.util.concurrent.atomic.AtomicLongArray;

/**
 * What one loop has done with one endpoint.
 *
 * <p>Thread-safety: the loop's thread alone writes; any thread reads.
 */
@SuppressWarnings("EnumOrdinal") // The order of the counts is never stored.
public final class EndpointCounters {
    public enum Count {
        CONNECTIONS_OPENED,
        CONNECTIONS_CLOSED,
        /** Requests begun there, retries included. */
        REQUESTS,
        /** Of these, those that were another try of one. */
        RETRIES,
        /** How often this loop has begun to leave the endpoint alone. */
        EJECTIONS,
        /** 1 while this loop leaves the endpoint alone for its bad answers, else 0. */
        EJECTED
    }

    private static final int COUNTS = Count.values().length;

    private final AtomicLongArray counts = new AtomicLongArray(COUNTS + ProxyError.values().length);

    /** Counts one more; only its loop's thread may count. */
    public void increment(Count count) {
        increment(count.ordinal());
    }

    /** Counts a try that has failed so. */
    public void addFailure(ProxyError error) {
        increment(COUNTS + error.ordinal());
    }

    /** Says how many there are. */
    public void set(Count count, long value) {
        counts.setRelease(count.ordinal(), value);
    }

    /** How many so far; may be read by any thread. */
    public long of(Count count) {
        return counts.getAcquire(count.ordinal());
    }

    /** How many tries have failed so; may be read by any thread. */
    public long failures(ProxyError error) {
        return counts.getAcquire(COUNTS + error.ordinal());
    }

    /** As with {@link ProxyCounters}: one writer needs no locked instruction. */
    private void increment(int index) {
        counts.setRelease(index, counts.getPlain(index) + 1);
    }
}

package dev.tare.specimen.proxy.count;

import java.util.concurrent.atomic.AtomicLongArray;

/**
 * One loop's counters.
 *
 * <p>Thread-safety: the loop's thread alone writes; any thread reads. A request and its response
 * are counted before the response's head is sent, so whoever has read an answer finds it counted.
 */
@SuppressWarnings("EnumOrdinal") // The order of the counts is never stored.
public final class ProxyCounters {
    public enum Count {
        CLIENT_CONNECTIONS_ACCEPTED,
        CLIENT_CONNECTIONS_REFUSED,
        CLIENT_CONNECTIONS_CLOSED,
        REQUESTS,
        RESPONSES_1XX,
        RESPONSES_2XX,
        RESPONSES_3XX,
        RESPONSES_4XX,
        RESPONSES_5XX,
        LOCAL_RESPONSES,
        TUNNELS,
        UPSTREAM_CONNECTIONS_OPENED,
        UPSTREAM_CONNECTIONS_CLOSED,
        UPSTREAM_REQUESTS,
        UPSTREAM_REUSES,
        RETRIES,
        CLIENT_BYTES_RECEIVED,
        CLIENT_BYTES_SENT,
        UPSTREAM_BYTES_RECEIVED,
        UPSTREAM_BYTES_SENT,
        ACCEPT_PAUSES,
        CLIENT_HANDSHAKES,
        CLIENT_HANDSHAKES_RESUMED,
        UPSTREAM_HANDSHAKES,
        UPSTREAM_HANDSHAKES_RESUMED,
        HTTP2_CONNECTIONS,
        HTTP2_REQUESTS,
        CLIENT_STREAMS_RESET,
        UPSTREAM_STREAMS_RESET
    }

    private static final int COUNTS = Count.values().length;

    private final AtomicLongArray counts = new AtomicLongArray(COUNTS + ProxyError.values().length);

    /** Counts so many more, 0 or more; only its loop's thread may count. */
    public void add(Count count, long increment) {
        add(count.ordinal(), increment);
    }

    /** Counts one more. */
    public void increment(Count count) {
        add(count.ordinal(), 1);
    }

    /** Counts a failure of this kind. */
    public void addError(ProxyError error) {
        add(COUNTS + error.ordinal(), 1);
    }

    /** Counts a finished TLS handshake under {@code all}, and if it resumed a session the next. */
    public void addHandshake(boolean resumed, Count all) {
        increment(all);
        if (resumed) {
            add(all.ordinal() + 1, 1);
        }
    }

    /** Counts a response to a client by the class of its status, 100 to 599. */
    public void addResponse(int status) {
        int statusClass = Math.clamp(status / 100, 1, 5);
        add(Count.RESPONSES_1XX.ordinal() + statusClass - 1, 1);
    }

    long of(Count count) {
        return counts.getAcquire(count.ordinal());
    }

    long errors(ProxyError error) {
        return counts.getAcquire(COUNTS + error.ordinal());
    }

    /** A plain read and an ordered write suffice for one writer, and need no locked instruction. */
    private void add(int index, long increment) {
        counts.setRelease(index, counts.getPlain(index) + increment);
    }
}

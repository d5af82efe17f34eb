package dev.tare.specimen.proxy.config;

import java.util.List;
import java.util.OptionalLong;
import java.util.Set;

/**
 * When a request is tried again. A request whose body has been passed on already is never.
 *
 * @param tries at most, the first one included, {@link #MIN_TRIES} to {@link #MAX_TRIES}
 * @param on which failures call for another try
 * @param statuses answers that call for one besides those of {@code on}
 * @param perTryTimeoutNs how long each try may take until its answer's head, 1 ms to a day
 * @param backoffNs the longest pause before the second try; it doubles with each more
 * @param maxBackoffNs the longest pause of all
 * @param anyMethod whether also requests whose method is not idempotent are tried again after they
 *     have reached an endpoint
 */
public record RetryPolicy(
        int tries,
        Set<Cause> on,
        List<Integer> statuses,
        OptionalLong perTryTimeoutNs,
        long backoffNs,
        long maxBackoffNs,
        boolean anyMethod) {
    public static final int MIN_TRIES = 2;
    public static final int MAX_TRIES = 10;
    public static final int MAX_STATUSES = 64;

    private static final long MAX_PAUSE_NS = 60 * Range.SECOND_NS;

    /** What can go wrong with a try. */
    public enum Cause {
        /** There was no connection, so nothing was sent. */
        CONNECT_FAILURE,
        /** The connection broke before the answer's head. */
        RESET,
        /** No answer's head within the time of a try. */
        TIMEOUT,
        /** 502, 503 or 504. */
        GATEWAY_ERROR,
        /** Any status from 500 on. */
        SERVER_ERROR
    }

    public RetryPolicy {
        on = Set.copyOf(on);
        statuses = List.copyOf(statuses);
        Range.count("tries", tries, MIN_TRIES, MAX_TRIES);
        Range.size("statuses", statuses, 0, MAX_STATUSES);
        statuses.forEach(status -> Range.status("statuses", status));
        if (on.isEmpty() && statuses.isEmpty()) {
            throw new ConfigFault("on", "and statuses are empty; name a failure, such as reset");
        }
        perTryTimeoutNs.ifPresent(
                ns -> Range.durationNs("per_try_timeout", ns, Range.MILLISECOND_NS, Range.DAY_NS));
        Range.durationNs("backoff", backoffNs, 0, MAX_PAUSE_NS);
        Range.durationNs("max_backoff", maxBackoffNs, backoffNs, MAX_PAUSE_NS);
    }
}

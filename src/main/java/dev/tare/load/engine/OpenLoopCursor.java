package dev.tare.load.engine;

import dev.tare.base.core.Unsent;
import dev.tare.base.time.Instants;
import dev.tare.load.arrival.ArrivalProcess;
import dev.tare.load.connection.EndpointWork;
import dev.tare.load.connection.Exchange;
import dev.tare.load.connection.Pool;

/**
 * Goes through a loop's share of a schedule and starts what goes to one target, on any exchange
 * that is free; requests that have fallen due and find none wait in their order, and their clock
 * runs.
 *
 * <p>However many wait, they are one number: the sequence number of the first.
 *
 * <p>Thread-safety: the loop's own thread only. Allocation: none.
 */
final class OpenLoopCursor {
    private static final double NS_PER_SECOND = 1e9;
    private static final double MIN_PATIENCE_NS = 50_000;

    private final Traffic traffic;
    private final Pool pool;
    private final ArrivalProcess arrivals;

    /** The same, for looking ahead: each of the two only ever goes forward. */
    private final ArrivalProcess ahead;

    private final long stride;
    private final long timeoutNs;
    private final double startsPerNs;
    private long sequence;
    private long nextIntendedNs = Instants.NEVER;

    /** The sequence number up to which {@link #seen} was counted. */
    private long seenUpTo;

    /** Requests from the next one on that were seen to be due, and go to this target. */
    private long seen;

    /** Until when a request that found no exchange waits for one before more are asked for. */
    private long patientUntilNs;

    /**
     * A cursor at the begin of the schedule.
     *
     * @param arrivals this cursor's own
     * @param ahead another one of the same schedule
     * @param first the loop's first sequence number
     * @param stride from one of its sequence numbers to the next
     * @param timeoutNs after which a request that waits is given up
     * @param ratePerSec the highest offered rate of all loops
     */
    OpenLoopCursor(
            Traffic traffic,
            Pool pool,
            ArrivalProcess arrivals,
            ArrivalProcess ahead,
            long first,
            long stride,
            long timeoutNs,
            double ratePerSec) {
        this.traffic = traffic;
        this.pool = pool;
        this.arrivals = arrivals;
        this.ahead = ahead;
        this.stride = stride;
        this.timeoutNs = timeoutNs;
        startsPerNs = ratePerSec / stride / NS_PER_SECOND;
        sequence = first - stride;
    }

    void begin(long nowNs) {
        advance();
        dispatch(nowNs);
    }

    private void advance() {
        seen = Math.max(0, seen - 1);
        do {
            sequence += stride;
        } while (traffic.choose(sequence).pool() != pool);
        long offsetNs = arrivals.intendedStartNs(sequence);
        nextIntendedNs = Instants.after(traffic.ledger().startNs(), offsetNs);
    }

    private boolean more() {
        return nextIntendedNs < traffic.ledger().measuredEndNs() && traffic.budgetLeft();
    }

    /** Sends what has fallen due as long as an exchange is free, and gives up what is too old. */
    void dispatch(long fromNs) {
        long nowNs = fromNs;
        while (nextIntendedNs <= nowNs && more()) {
            if (nowNs - nextIntendedNs >= timeoutNs) {
                giveUp(pool.unreachable() ? Unsent.NO_CONNECTION : Unsent.ALL_BUSY);
                continue;
            }
            Exchange exchange = pool.takeFree();
            if (exchange == null) {
                demand(nowNs);
                return;
            }
            EndpointWork endpoint = traffic.choose(sequence);
            if (traffic.send(exchange, endpoint, sequence, nextIntendedNs, nowNs)) {
                advance();
            }
            nowNs = traffic.nowNs();
        }
    }

    /** Asks for as many connections as the requests that wait can use. */
    private void demand(long nowNs) {
        if (!pool.connector().hasDormant()) {
            return;
        }
        pool.connector().demand(pool.connectionsFor(waiting(nowNs)), nowNs);
        patientUntilNs = Instants.after(nowNs, (long) Math.max(MIN_PATIENCE_NS, 1 / startsPerNs));
    }

    /** How many requests are due, counted up to as many as there is room for. */
    private long waiting(long nowNs) {
        if (seenUpTo <= sequence) {
            seenUpTo = sequence;
            seen = 0;
        }
        long startNs = traffic.ledger().startNs();
        long room = Math.min(pool.exchangeCount(), traffic.budget());
        while (seen < room && Instants.after(startNs, ahead.intendedStartNs(seenUpTo)) <= nowNs) {
            if (traffic.choose(seenUpTo).pool() == pool) {
                seen++;
            }
            seenUpTo += stride;
        }
        return seen;
    }

    private void giveUp(Unsent reason) {
        traffic.countUnsent(reason, traffic.choose(sequence), nextIntendedNs);
        advance();
    }

    /** When {@link #dispatch} is due. */
    long nextNs() {
        if (!more()) {
            return Instants.NEVER;
        }
        if (!pool.free().isEmpty()) {
            return nextIntendedNs;
        }
        long givenUpNs = Instants.after(nextIntendedNs, timeoutNs);
        return pool.connector().hasDormant()
                ? Math.min(givenUpNs, Math.max(nextIntendedNs, patientUntilNs))
                : givenUpNs;
    }

    void end(long nowNs) {
        // What fell due in time and only waited for this thread to wake up is sent still.
        dispatch(nowNs);
        Unsent reason = pool.unreachable() ? Unsent.NO_CONNECTION : Unsent.STOPPED;
        while (more()) {
            giveUp(reason);
        }
    }
}

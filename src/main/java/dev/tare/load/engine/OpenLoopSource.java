package dev.tare.load.engine;

import dev.tare.base.core.Unsent;
import dev.tare.load.arrival.ArrivalProcess;

/**
 * Requests start when the arrival process says, on any connection that is free; those that have
 * fallen due and find none wait in their order, and their clock runs.
 *
 * <p>However many wait, they are one number: the sequence number of the first.
 */
final class OpenLoopSource implements RequestSource {
    private final LoadLoop loop;
    private final ArrivalProcess arrivals;
    private final long stride;
    private final long timeoutNs;
    private long sequence;
    private long nextIntendedNs = Instants.NEVER;

    /**
     * A thread's share of a schedule.
     *
     * @param first its first sequence number
     * @param stride from one of its sequence numbers to the next
     * @param timeoutNs after which a request that waits is given up
     */
    OpenLoopSource(
            LoadLoop loop, ArrivalProcess arrivals, long first, long stride, long timeoutNs) {
        this.loop = loop;
        this.arrivals = arrivals;
        this.stride = stride;
        this.timeoutNs = timeoutNs;
        sequence = first;
    }

    @Override
    public void begin(long nowNs) {
        planNext();
        dispatch(nowNs);
    }

    private void planNext() {
        long offsetNs = arrivals.intendedStartNs(sequence);
        nextIntendedNs = Instants.after(loop.ledger().startNs(), offsetNs);
    }

    private void advance() {
        sequence += stride;
        planNext();
    }

    /** Sends what has fallen due as long as a connection is free, and gives up what is too old. */
    private void dispatch(long fromNs) {
        long nowNs = fromNs;
        while (nextIntendedNs <= nowNs && nextIntendedNs < loop.ledger().measuredEndNs()) {
            if (nowNs - nextIntendedNs >= timeoutNs) {
                giveUp(loop.unreachable() ? Unsent.NO_CONNECTION : Unsent.ALL_BUSY);
                continue;
            }
            ClientConnection connection = loop.takeFree();
            if (connection == null) {
                return;
            }
            if (loop.send(connection, nextIntendedNs, nowNs)) {
                advance();
            }
            nowNs = loop.nowNs();
        }
    }

    private void giveUp(Unsent reason) {
        loop.ledger().planned(nextIntendedNs);
        loop.ledger().unsent(reason, nextIntendedNs);
        advance();
    }

    @Override
    public void onFree(ClientConnection connection, long freeSinceNs, long nowNs) {
        loop.free().addLast(connection);
        dispatch(nowNs);
    }

    @Override
    public void onAttemptFailed(ClientConnection connection, long nowNs) {}

    @Override
    public void tick(long nowNs) {
        dispatch(nowNs);
    }

    @Override
    public long nextNs() {
        if (nextIntendedNs >= loop.ledger().measuredEndNs()) {
            return Instants.NEVER;
        }
        return loop.free().isEmpty() ? Instants.after(nextIntendedNs, timeoutNs) : nextIntendedNs;
    }

    @Override
    public void end(long nowNs) {
        // What fell due in time and only waited for this thread to wake up is sent still.
        dispatch(nowNs);
        Unsent reason = loop.unreachable() ? Unsent.NO_CONNECTION : Unsent.STOPPED;
        while (nextIntendedNs < loop.ledger().measuredEndNs()) {
            giveUp(reason);
        }
    }
}

package dev.tare.load.engine;

import dev.tare.base.time.Instants;
import dev.tare.load.arrival.ArrivalProcess;

/** An open loop's starts: a loop's share of the schedule. */
final class ScheduledStarts implements RequestStarts {
    private final Traffic traffic;
    private final ArrivalProcess arrivals;
    private final long stride;
    private long sequence;
    private long nextIntendedNs = Instants.NEVER;

    /**
     * A share of a schedule, at its begin.
     *
     * @param arrivals this object's own
     * @param first the loop's first sequence number
     * @param stride from one of its sequence numbers to the next
     */
    ScheduledStarts(Traffic traffic, ArrivalProcess arrivals, long first, long stride) {
        this.traffic = traffic;
        this.arrivals = arrivals;
        this.stride = stride;
        sequence = first - stride;
    }

    @Override
    public void begin() {
        advance();
    }

    private void advance() {
        sequence += stride;
        nextIntendedNs =
                Instants.after(traffic.ledger().startNs(), arrivals.intendedStartNs(sequence));
    }

    private boolean more() {
        return nextIntendedNs < traffic.ledger().measuredEndNs() && traffic.budgetLeft();
    }

    @Override
    public boolean due(long nowNs) {
        return nextIntendedNs <= nowNs && more();
    }

    @Override
    public long nextNs() {
        return more() ? nextIntendedNs : Instants.NEVER;
    }

    @Override
    public long take() {
        long taken = sequence;
        advance();
        return taken;
    }

    @Override
    public void ended(long nowNs) {}

    @Override
    public boolean clientsWait() {
        return false;
    }
}

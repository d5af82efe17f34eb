package dev.tare.load.arrival;

import java.util.List;

/** Starts that were recorded; there are none after the last. */
final class TraceArrivals implements ArrivalProcess {
    /** Shared by all loops of a load, for it may be long. */
    private final List<Long> offsetsNs;

    /**
     * A trace.
     *
     * @param offsetsNs ns from the begin of the load, 0 or more, never falling; unmodifiable
     */
    TraceArrivals(List<Long> offsetsNs) {
        this.offsetsNs = offsetsNs;
    }

    @Override
    public long intendedStartNs(long sequence) {
        return sequence < offsetsNs.size()
                ? Math.min(offsetsNs.get((int) sequence), NEVER_NS)
                : NEVER_NS;
    }
}

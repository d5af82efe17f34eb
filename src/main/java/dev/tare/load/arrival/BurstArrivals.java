package dev.tare.load.arrival;

import dev.tare.base.core.RateShape;

/** Many requests at one instant, again and again. */
final class BurstArrivals implements ArrivalProcess {
    private static final double NS_PER_SECOND = 1e9;

    private final int size;
    private final ArrivalProcess bursts;

    private BurstArrivals(int size, ArrivalProcess bursts) {
        this.size = size;
        this.bursts = bursts;
    }

    /** A burst at every multiple of the period, the first at the begin of the load. */
    static BurstArrivals regular(RateShape.Bursts shape) {
        long periodNs = shape.periodNs();
        return new BurstArrivals(
                shape.size(), burst -> burst > NEVER_NS / periodNs ? NEVER_NS : burst * periodNs);
    }

    /** Bursts at the times of a Poisson process whose mean gap is the period. */
    static BurstArrivals poisson(RateShape.Bursts shape, long seed) {
        double burstsPerSec = NS_PER_SECOND / shape.periodNs();
        return new BurstArrivals(shape.size(), new PoissonArrivals(burstsPerSec, seed));
    }

    @Override
    public long intendedStartNs(long sequence) {
        return bursts.intendedStartNs(sequence / size);
    }
}

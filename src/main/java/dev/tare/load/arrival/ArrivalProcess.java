package dev.tare.load.arrival;

import dev.tare.base.core.LoadModel;
import dev.tare.base.core.RateShape;

/**
 * The law that gives intended starts: a pure, never falling function of a request's sequence
 * number. All threads of a load share one schedule; thread i of T takes the sequence numbers i, i +
 * T, i + 2T and so on.
 *
 * <p>Thread-safety: an instance belongs to one thread, for it may remember where it was; any two of
 * the same law, rate and seed give the same starts.
 *
 * <p>Allocation: none after construction.
 */
public interface ArrivalProcess {

    /** Starts later than this are given as this: they never fall due. 73 years in ns. */
    long NEVER_NS = Long.MAX_VALUE / 4;

    /**
     * When the request of this sequence number is to start.
     *
     * @param sequence from 0
     * @return ns after the begin of the load, 0 to {@link #NEVER_NS}
     */
    long intendedStartNs(long sequence);

    /** The arrival process of {@code model}. */
    static ArrivalProcess of(LoadModel.OpenLoop model) {
        if (!(model.shape() instanceof RateShape.Steady(double ratePerSec))) {
            throw new IllegalArgumentException("the shape " + model.shape() + " is not offered");
        }
        return switch (model.law()) {
            case CONSTANT -> new ConstantArrivals(ratePerSec);
            case POISSON -> new PoissonArrivals(ratePerSec, model.seed());
        };
    }
}

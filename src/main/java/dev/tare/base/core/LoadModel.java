package dev.tare.base.core;

/**
 * Who decides when a request starts: the answers (closed loop) or the arrival process (open loop).
 *
 * <p>Source: Schroeder, Wierman, Harchol-Balter, "Open Versus Closed: A Cautionary Tale", NSDI
 * 2006. Results of different models are never compared.
 */
public sealed interface LoadModel {

    /** A connection's next request starts when its last answer has been read. */
    record ClosedLoop() implements LoadModel {}

    /**
     * Requests start when the arrival process says, whatever the other side does.
     *
     * @param offeredRatePerSec requests a second over all threads, more than 0, at most 10^7
     * @param law the spacing of the intended starts
     * @param seed seeds the spacing where it is random
     */
    record OpenLoop(double offeredRatePerSec, ArrivalLaw law, long seed) implements LoadModel {
        private static final double MAX_RATE_PER_SEC = 1e7;

        public OpenLoop {
            if (!(offeredRatePerSec > 0 && offeredRatePerSec <= MAX_RATE_PER_SEC)) {
                throw new IllegalArgumentException(
                        "offered rate %s/s must be more than 0 and at most 10000000/s"
                                .formatted(offeredRatePerSec));
            }
        }
    }

    /** How intended starts are spaced. */
    enum ArrivalLaw {
        /** Equal gaps. */
        CONSTANT,
        /** Independent exponential gaps: the arrivals of many independent users. */
        POISSON
    }
}

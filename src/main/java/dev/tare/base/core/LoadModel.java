package dev.tare.base.core;

/**
 * Who decides when a request starts: the answers (closed loop) or the arrival process (open loop).
 *
 * <p>Source: Schroeder, Wierman, Harchol-Balter, "Open Versus Closed: A Cautionary Tale", NSDI
 * 2006. Results of different models are never compared.
 */
public sealed interface LoadModel {
    /**
     * A client's next request starts when its last answer has been read, and it has thought.
     *
     * @param thinkTimeNs from an answer to the next intended start, 0 or more
     */
    record ClosedLoop(long thinkTimeNs) implements LoadModel {
        public ClosedLoop {
            if (thinkTimeNs < 0) {
                throw new IllegalArgumentException(
                        "think time of %d ns must be 0 or more".formatted(thinkTimeNs));
            }
        }

        /** Without a pause. */
        public ClosedLoop() {
            this(0);
        }
    }

    /**
     * Requests start when the arrival process says, whatever the other side does.
     *
     * @param shape how the rate moves
     * @param law the spacing of the intended starts; a trace has its own, and takes {@code
     *     CONSTANT}
     * @param seed seeds the spacing where it is random
     */
    record OpenLoop(RateShape shape, ArrivalLaw law, long seed) implements LoadModel {
        public OpenLoop {
            if (shape instanceof RateShape.Trace && law != ArrivalLaw.CONSTANT) {
                throw new IllegalArgumentException(
                        "a trace has its own starts: its law must be constant");
            }
        }

        /**
         * One rate from begin to end.
         *
         * @param offeredRatePerSec requests a second over all threads, more than 0, at most 10^7
         */
        public OpenLoop(double offeredRatePerSec, ArrivalLaw law, long seed) {
            this(new RateShape.Steady(offeredRatePerSec), law, seed);
        }

        /** The rate in requests a second over all threads; the highest, where it moves. */
        public double offeredRatePerSec() {
            return shape.highestRatePerSec();
        }
    }

    /** How intended starts are spaced. */
    enum ArrivalLaw {
        /** Equal gaps, where the rate is steady. */
        CONSTANT,
        /** Independent exponential gaps: the arrivals of many independent users. */
        POISSON
    }
}

package dev.tare.base.core;

import java.util.List;

/** How the offered rate of an open loop moves with the time since the begin of the load. */
public sealed interface RateShape {
    /** The highest rate that may be offered, requests a second. */
    double MAX_RATE_PER_SEC = 1e7;

    /** The highest rate of the shape in requests a second, over all threads. */
    double highestRatePerSec();

    /**
     * One rate from begin to end.
     *
     * @param ratePerSec requests a second over all threads, more than 0, at most 10^7
     */
    record Steady(double ratePerSec) implements RateShape {
        public Steady {
            requireRate(ratePerSec);
        }

        @Override
        public double highestRatePerSec() {
            return ratePerSec;
        }
    }

    /**
     * A rate that moves in a straight line and then stays.
     *
     * @param fromPerSec at the begin of the load, more than 0, at most 10^7
     * @param toPerSec from {@code durationNs} on, likewise
     * @param durationNs how long it moves, more than 0
     */
    record Ramp(double fromPerSec, double toPerSec, long durationNs) implements RateShape {
        public Ramp {
            requireRate(fromPerSec);
            requireRate(toPerSec);
            requireDuration(durationNs);
        }

        @Override
        public double highestRatePerSec() {
            return Math.max(fromPerSec, toPerSec);
        }
    }

    /**
     * One rate after the other; the last one stays.
     *
     * @param steps 1 to {@link #MAX_STEPS}
     */
    record Steps(List<Step> steps) implements RateShape {
        public static final int MAX_STEPS = 10_000;

        public Steps {
            steps = List.copyOf(steps);
            if (steps.isEmpty() || steps.size() > MAX_STEPS) {
                throw new IllegalArgumentException(
                        "%d steps, must be 1 to %d".formatted(steps.size(), MAX_STEPS));
            }
        }

        @Override
        public double highestRatePerSec() {
            return steps.stream().mapToDouble(Step::ratePerSec).max().orElseThrow();
        }
    }

    /**
     * One of {@link Steps}.
     *
     * @param ratePerSec more than 0, at most 10^7
     * @param durationNs how long, more than 0
     */
    record Step(double ratePerSec, long durationNs) {
        public Step {
            requireRate(ratePerSec);
            requireDuration(durationNs);
        }
    }

    /**
     * Many requests at one instant, again and again.
     *
     * @param size requests of a burst, over all threads, 1 to 10^6
     * @param periodNs from one burst to the next, more than 0
     */
    record Bursts(int size, long periodNs) implements RateShape {
        private static final int MAX_SIZE = 1_000_000;
        private static final double NS_PER_SECOND = 1e9;

        public Bursts {
            if (size < 1 || size > MAX_SIZE) {
                throw new IllegalArgumentException(
                        "bursts of %d, must be 1 to %d".formatted(size, MAX_SIZE));
            }
            requireDuration(periodNs);
        }

        @Override
        public double highestRatePerSec() {
            return size * NS_PER_SECOND / periodNs;
        }
    }

    /**
     * Starts that were recorded, played again once.
     *
     * @param offsetsNs ns from the begin of the load, 0 or more, never falling; 1 to {@link
     *     #MAX_STARTS} of them
     */
    record Trace(List<Long> offsetsNs) implements RateShape {
        public static final int MAX_STARTS = 10_000_000;
        private static final double NS_PER_SECOND = 1e9;

        public Trace {
            offsetsNs = List.copyOf(offsetsNs);
            if (offsetsNs.isEmpty() || offsetsNs.size() > MAX_STARTS) {
                throw new IllegalArgumentException(
                        "a trace of %d starts, must have 1 to %d"
                                .formatted(offsetsNs.size(), MAX_STARTS));
            }
            long before = 0;
            for (int i = 0; i < offsetsNs.size(); i++) {
                long offsetNs = offsetsNs.get(i);
                if (offsetNs < before) {
                    throw new IllegalArgumentException(
                            "start %d of the trace is %d ns, before %d ns: starts must not fall"
                                    .formatted(i + 1, offsetNs, before));
                }
                before = offsetNs;
            }
        }

        /** The mean rate from the begin of the load to the last start. */
        @Override
        public double highestRatePerSec() {
            return offsetsNs.size() * NS_PER_SECOND / Math.max(1, offsetsNs.getLast());
        }
    }

    private static void requireRate(double ratePerSec) {
        if (!(ratePerSec > 0 && ratePerSec <= MAX_RATE_PER_SEC)) {
            throw new IllegalArgumentException(
                    "offered rate %s/s must be more than 0 and at most 10000000/s"
                            .formatted(ratePerSec));
        }
    }

    private static void requireDuration(long durationNs) {
        if (durationNs <= 0) {
            throw new IllegalArgumentException(
                    "duration of %d ns must be more than 0".formatted(durationNs));
        }
    }
}

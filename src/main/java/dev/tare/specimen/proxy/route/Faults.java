package dev.tare.specimen.proxy.route;

import dev.tare.base.stats.SplitMix64;
import dev.tare.specimen.proxy.config.FaultInjection;

/**
 * Draws which requests are delayed and which are aborted; the two are independent.
 *
 * <p>Thread-safety: immutable; the caller brings random numbers of its own. Allocation: none.
 */
public final class Faults {
    private static final double PERCENT = 100;

    private final FaultInjection injection;

    Faults(FaultInjection injection) {
        this.injection = injection;
    }

    /** For how long the next request waits, in ns; 0 for not at all. */
    public long drawDelayNs(SplitMix64 random) {
        return drawn(injection.delayPercent(), random) ? injection.delayNs() : 0;
    }

    /** The status that answers the next request; 0 if it is served. */
    public int drawAbortStatus(SplitMix64 random) {
        return drawn(injection.abortPercent(), random) ? injection.abortStatus() : 0;
    }

    private static boolean drawn(double percent, SplitMix64 random) {
        return percent > 0 && random.nextDouble() * PERCENT < percent;
    }
}

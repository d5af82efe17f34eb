package dev.tare.load.arrival;

import dev.tare.base.stats.SplitMix64;

/**
 * Independent exponential gaps of mean 1: gap n is −ln(u), where u in (0, 1] is made of the seed
 * and n alone.
 *
 * <p>Source: Steele, Lea, Flood, "Fast Splittable Pseudorandom Number Generators", OOPSLA 2014, for
 * the mixing of a counter into 64 random bits.
 */
final class ExponentialGaps {
    private static final double UNIT = 0x1.0p-53;

    private final long seed;

    /** Gaps; the same seed gives the same ones, on every machine. */
    ExponentialGaps(long seed) {
        this.seed = SplitMix64.at(seed, 0);
    }

    /** The gap before the request of this sequence number, 0 to 37. */
    double at(long sequence) {
        long bits = SplitMix64.at(seed, sequence);
        double uniform = ((bits >>> 11) + 1) * UNIT;
        // StrictMath: the same schedule on every machine.
        return -StrictMath.log(uniform);
    }
}

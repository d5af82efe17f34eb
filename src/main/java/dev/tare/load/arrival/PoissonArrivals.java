package dev.tare.load.arrival;

import dev.tare.base.stats.SplitMix64;

/**
 * Independent exponential gaps: a Poisson process, seeded.
 *
 * <p>Gap n is −ln(u) / rate, where u in (0, 1] is made of the seed and n alone. A start is the sum
 * of all gaps up to its own; the gaps are summed in chunks of {@value #CHUNK} whose starts are
 * whole nanoseconds. The chunk last asked for is remembered: going forward costs one gap a request,
 * going back sums from the beginning again.
 *
 * <p>Source: Steele, Lea, Flood, "Fast Splittable Pseudorandom Number Generators", OOPSLA 2014, for
 * the mixing of a counter into 64 random bits.
 */
public final class PoissonArrivals implements ArrivalProcess {
    private static final int CHUNK = 64;
    private static final double NS_PER_SECOND = 1e9;
    private static final double UNIT = 0x1.0p-53;

    private final double meanGapNs;
    private final long seed;

    private final long[] startsNs = new long[CHUNK];
    private long chunk = -1;
    private long chunkEndNs;

    /**
     * Exponential gaps.
     *
     * @param ratePerSec requests a second on average, more than 0, at most 10^7
     * @param seed the same seed gives the same starts, on every machine
     */
    public PoissonArrivals(double ratePerSec, long seed) {
        meanGapNs = NS_PER_SECOND / ratePerSec;
        this.seed = SplitMix64.at(seed, 0);
    }

    @Override
    public long intendedStartNs(long sequence) {
        long wanted = sequence / CHUNK;
        if (wanted < chunk) {
            chunk = -1;
            chunkEndNs = 0;
        }
        while (chunk < wanted) {
            chunk++;
            fill();
        }
        return startsNs[(int) (sequence % CHUNK)];
    }

    private void fill() {
        long beginNs = chunkEndNs;
        double sumNs = 0;
        for (int i = 0; i < CHUNK; i++) {
            sumNs += gapNs(chunk * CHUNK + i);
            startsNs[i] = add(beginNs, sumNs);
        }
        chunkEndNs = add(beginNs, Math.rint(sumNs));
    }

    private static long add(long startNs, double durationNs) {
        return durationNs >= NEVER_NS - startNs ? NEVER_NS : startNs + (long) durationNs;
    }

    private double gapNs(long sequence) {
        long bits = SplitMix64.at(seed, sequence);
        double uniform = ((bits >>> 11) + 1) * UNIT;
        // StrictMath: the same schedule on every machine.
        return -StrictMath.log(uniform) * meanGapNs;
    }
}

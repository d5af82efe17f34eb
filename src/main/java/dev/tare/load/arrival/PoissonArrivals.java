package dev.tare.load.arrival;

/**
 * Independent exponential gaps: a Poisson process, seeded.
 *
 * <p>A start is the sum of all gaps up to its own; the gaps are summed in chunks of {@value #CHUNK}
 * whose starts are whole nanoseconds. The chunk last asked for is remembered: going forward costs
 * one gap a request, going back sums from the beginning again.
 */
public final class PoissonArrivals implements ArrivalProcess {
    private static final int CHUNK = 64;
    private static final double NS_PER_SECOND = 1e9;

    private final double meanGapNs;
    private final ExponentialGaps gaps;

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
        gaps = new ExponentialGaps(seed);
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
            sumNs += gaps.at(chunk * CHUNK + i) * meanGapNs;
            startsNs[i] = add(beginNs, sumNs);
        }
        chunkEndNs = add(beginNs, Math.rint(sumNs));
    }

    private static long add(long startNs, double durationNs) {
        return durationNs >= NEVER_NS - startNs ? NEVER_NS : startNs + (long) durationNs;
    }
}

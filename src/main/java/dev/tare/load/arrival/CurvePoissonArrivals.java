package dev.tare.load.arrival;

/**
 * A rate that moves, with independent arrivals: an inhomogeneous Poisson process, seeded.
 *
 * <p>The arrivals of a Poisson process of rate 1 are put through the inverse of the rate's
 * integral. Its gaps are summed in chunks of {@value #CHUNK}, of which the last is remembered:
 * going forward costs one gap a request, going back sums from the beginning again.
 *
 * <p>Source: Devroye, "Non-Uniform Random Variate Generation", 1986, chapter VI.1, for the change
 * of time.
 */
final class CurvePoissonArrivals implements ArrivalProcess {
    private static final int CHUNK = 64;

    private final RateCurve curve;
    private final ExponentialGaps gaps;
    private final long[] startsNs = new long[CHUNK];
    private long chunk = -1;

    /** Where the remembered chunk ends in the process of rate 1. */
    private double chunkEnd;

    CurvePoissonArrivals(RateCurve curve, long seed) {
        this.curve = curve;
        gaps = new ExponentialGaps(seed);
    }

    @Override
    public long intendedStartNs(long sequence) {
        long wanted = sequence / CHUNK;
        if (wanted < chunk) {
            chunk = -1;
            chunkEnd = 0;
            startsNs[CHUNK - 1] = 0;
        }
        while (chunk < wanted) {
            chunk++;
            fill();
        }
        return startsNs[(int) (sequence % CHUNK)];
    }

    private void fill() {
        // Two arrivals may be closer than the rounding of a root: starts must not fall for that.
        long lastNs = startsNs[CHUNK - 1];
        double sum = 0;
        for (int i = 0; i < CHUNK; i++) {
            sum += gaps.at(chunk * CHUNK + i);
            lastNs = Math.max(lastNs, curve.timeNs(chunkEnd + sum));
            startsNs[i] = lastNs;
        }
        chunkEnd += sum;
    }
}

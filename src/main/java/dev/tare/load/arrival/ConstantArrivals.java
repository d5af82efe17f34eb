package dev.tare.load.arrival;

import java.math.BigDecimal;
import java.math.RoundingMode;

/**
 * Equal gaps: request n starts at ⌊n / rate⌋, exactly, however long the load runs.
 *
 * <p>The rate is taken to {@value #DECIMALS} decimals of a request a second. Floating point finds a
 * candidate; products of 128 bits put it right.
 */
public final class ConstantArrivals implements ArrivalProcess {
    private static final int DECIMALS = 9;
    private static final long SCALE = 1_000_000_000;
    private static final long NS_PER_SECOND = 1_000_000_000;

    /** Requests in {@link #SCALE} seconds. */
    private final long scaledRate;

    /** {@link #SCALE} seconds in ns. */
    private final long scaledSecondNs = NS_PER_SECOND * SCALE;

    private final double gapNs;

    /**
     * Equal gaps.
     *
     * @param ratePerSec requests a second, more than 0, at most 10^7
     */
    public ConstantArrivals(double ratePerSec) {
        long scaled =
                BigDecimal.valueOf(ratePerSec)
                        .movePointRight(DECIMALS)
                        .setScale(0, RoundingMode.HALF_EVEN)
                        .longValueExact();
        scaledRate = Math.max(1, scaled);
        gapNs = (double) scaledSecondNs / scaledRate;
    }

    @Override
    public long intendedStartNs(long sequence) {
        double estimateNs = sequence * gapNs;
        if (estimateNs >= NEVER_NS) {
            return NEVER_NS;
        }
        // The estimate errs by a few units in the last place: less than 1 ns within months.
        long startNs = (long) estimateNs;
        while (startNs > 0 && isAfter(startNs, sequence)) {
            startNs--;
        }
        while (!isAfter(startNs + 1, sequence)) {
            startNs++;
        }
        return Math.min(startNs, NEVER_NS);
    }

    /** Whether {@code startNs} · rate > {@code sequence}, in 128 bits. */
    private boolean isAfter(long startNs, long sequence) {
        long leftHigh = Math.multiplyHigh(startNs, scaledRate);
        long rightHigh = Math.multiplyHigh(sequence, scaledSecondNs);
        if (leftHigh != rightHigh) {
            return leftHigh > rightHigh;
        }
        long leftLow = startNs * scaledRate;
        long rightLow = sequence * scaledSecondNs;
        return Long.compareUnsigned(leftLow, rightLow) > 0;
    }
}

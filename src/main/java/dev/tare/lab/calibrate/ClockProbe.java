package dev.tare.lab.calibrate;

import dev.tare.base.time.NanoClock;
import java.util.Arrays;

/** How long the clock takes to be read, how fine it is, and whether it ever goes back. */
final class ClockProbe {
    private static final int BATCHES = 300;
    private static final int READS_A_BATCH = 1_000;

    private ClockProbe() {}

    /**
     * What was found.
     *
     * @param readNs one read, the median of the batches
     * @param slowReadNs one read, of the slowest hundredth of the batches
     * @param stepNs the smallest step between two reads that differ
     * @param backward reads that showed less than the one before
     */
    record Figures(double readNs, double slowReadNs, long stepNs, int backward) {}

    /** Reads {@code clock} some 300,000 times. */
    static Figures read(NanoClock clock) {
        double[] perReadNs = new double[BATCHES];
        long stepNs = Long.MAX_VALUE;
        int backward = 0;
        for (int batch = 0; batch < BATCHES; batch++) {
            long beginNs = clock.nowNs();
            long lastNs = beginNs;
            for (int i = 0; i < READS_A_BATCH; i++) {
                long nowNs = clock.nowNs();
                if (nowNs > lastNs) {
                    stepNs = Math.min(stepNs, nowNs - lastNs);
                } else if (nowNs < lastNs) {
                    backward++;
                }
                lastNs = nowNs;
            }
            perReadNs[batch] = (double) (lastNs - beginNs) / READS_A_BATCH;
        }
        // The first half is read while the loop is being compiled.
        double[] later = Arrays.copyOfRange(perReadNs, BATCHES / 2, BATCHES);
        Arrays.sort(later);
        return new Figures(
                later[later.length / 2],
                later[later.length * 99 / 100],
                stepNs == Long.MAX_VALUE ? 0 : stepNs,
                backward);
    }
}

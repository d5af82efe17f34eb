package dev.tare.lab.bundle;

import dev.tare.base.core.Tally;

/**
 * One scenario's turn within a block. Its histograms lie in the block's {@code slices.hlog}.
 *
 * @param index from 0 within the block
 * @param specimen name
 * @param workload name
 * @param startNs begin of the lead on the monotonic clock of the run
 * @param measuredStartNs begin of the measured phase
 * @param measuredEndNs end of the measured phase
 * @param endNs end of the drain
 * @param offeredRatePerSec in an open loop; 0 in a closed one
 * @param lead counts of the lead
 * @param measured counts of the measured phase
 * @param specimenUsage during the measured phase
 * @param originUsage during the measured phase
 * @param instrumentUsage during the measured phase
 * @param ioBackEnd of the instrument
 */
public record SliceRecord(
        int index,
        String specimen,
        String workload,
        long startNs,
        long measuredStartNs,
        long measuredEndNs,
        long endNs,
        double offeredRatePerSec,
        Tally lead,
        Tally measured,
        Usage specimenUsage,
        Usage originUsage,
        Usage instrumentUsage,
        String ioBackEnd) {

    /**
     * Connections that were opened while measuring in the place of others; those that were only
     * late are none.
     *
     * @param asked how many the workload has
     */
    public long reopened(int asked) {
        long beyond = lead.connectsOpened() + measured.connectsOpened() - asked;
        boolean counted = lead.connectsOpened() > 0 || lead.sent() == 0;
        return counted
                ? Math.clamp(beyond, 0, measured.connectsOpened())
                : measured.connectsOpened();
    }

    /** Length of the measured phase, ns. */
    public long measuredNs() {
        return measuredEndNs - measuredStartNs;
    }
}

package dev.tare.lab.bundle;

import dev.tare.base.core.Tally;
import java.util.List;

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
 * @param parts during the measured phase: the processes of a specimen of many parts, those included
 *     that are no part of {@code specimenUsage}; empty for others
 * @param health what may have spoiled it
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
        String ioBackEnd,
        List<PartUsage> parts,
        SliceHealth health) {
    public SliceRecord {
        parts = List.copyOf(parts);
    }

    /** The same slice, and what may have spoiled it. */
    public SliceRecord with(SliceHealth seen) {
        return new SliceRecord(
                index,
                specimen,
                workload,
                startNs,
                measuredStartNs,
                measuredEndNs,
                endNs,
                offeredRatePerSec,
                lead,
                measured,
                specimenUsage,
                originUsage,
                instrumentUsage,
                ioBackEnd,
                parts,
                seen);
    }

    /** Of a specimen that is one process, or none. */
    public SliceRecord(
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
        this(
                index,
                specimen,
                workload,
                startNs,
                measuredStartNs,
                measuredEndNs,
                endNs,
                offeredRatePerSec,
                lead,
                measured,
                specimenUsage,
                originUsage,
                instrumentUsage,
                ioBackEnd,
                List.of(),
                SliceHealth.UNKNOWN);
    }

    /** What the part of that name used; not visible where there is none. */
    public Usage usageOf(String part) {
        return parts.stream()
                .filter(p -> p.name().equals(part))
                .map(PartUsage::usage)
                .findFirst()
                .orElse(Usage.NOT_VISIBLE);
    }

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

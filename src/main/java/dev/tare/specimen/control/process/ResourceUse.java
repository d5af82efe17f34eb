package dev.tare.specimen.control.process;

import java.util.ArrayList;
import java.util.List;

/**
 * What a process tree has used between two samples.
 *
 * @param visible false: its processes could not be looked at, and the other figures are 0
 * @param cpuNs user and system time of all its processes, ns
 * @param windowNs time between the samples
 * @param peakResidentBytes sum over its processes of the highest resident memory so far; memory
 *     that they share counts for each
 * @param processes how many there were at the later sample
 * @param runDelayNs time that its threads stood ready without a core; -1: not known
 * @param losses what {@code cpuNs} lacks, in sentences; empty when it is whole
 */
public record ResourceUse(
        boolean visible,
        long cpuNs,
        long windowNs,
        long peakResidentBytes,
        int processes,
        long runDelayNs,
        List<String> losses) {
    private static final long NS_PER_MS = 1_000_000L;

    public ResourceUse {
        losses = List.copyOf(losses);
    }

    /** Whether CPU time is missing. */
    public boolean lost() {
        return !losses.isEmpty();
    }

    /** The use between two samples of one meter, the earlier one first. */
    public static ResourceUse between(UsageSample before, UsageSample after) {
        long windowNs = after.takenNs() - before.takenNs();
        if (!before.visible() || !after.visible()) {
            return new ResourceUse(false, 0, windowNs, 0, 0, -1, List.of());
        }
        boolean delayKnown = before.runDelayNs() >= 0 && after.runDelayNs() >= 0;
        return new ResourceUse(
                true,
                after.cpuNs() - before.cpuNs(),
                windowNs,
                after.peakResidentBytes(),
                after.processes(),
                delayKnown ? after.runDelayNs() - before.runDelayNs() : -1,
                losses(before, after));
    }

    private static List<String> losses(UsageSample before, UsageSample after) {
        List<String> losses = new ArrayList<>();
        int ended = after.endedProcesses() - before.endedProcesses();
        if (ended > 0) {
            losses.add(
                    ended
                            + (ended == 1 ? " process has" : " processes have")
                            + " ended: CPU time since the last look is not counted");
        }
        long childrenNs = after.endedChildrenCpuNs() - before.endedChildrenCpuNs();
        if (childrenNs > 0) {
            losses.add(
                    "children that have ended used about "
                            + childrenNs / NS_PER_MS
                            + " ms of CPU in their lives: what was not seen of it is not counted");
        }
        return losses;
    }
}

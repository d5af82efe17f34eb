package dev.tare.specimen.control;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

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
    /** {@code USER_HZ}: the unit of {@code /proc}, on every architecture that Tare runs on. */
    private static final long MS_PER_TICK = 10;

    public ResourceUse {
        losses = List.copyOf(losses);
    }

    /** Whether CPU time is missing. */
    public boolean lost() {
        return !losses.isEmpty();
    }

    /** The use between two samples of one meter. */
    static ResourceUse between(UsageSample before, UsageSample after) {
        long windowNs = after.takenNs() - before.takenNs();
        if (before.members().isEmpty()) {
            return new ResourceUse(false, 0, windowNs, 0, 0, -1, List.of());
        }
        long cpuNs = 0;
        long peakBytes = 0;
        long delayNs = 0;
        boolean delaysKnown = false;
        long endedTicks = 0;
        for (Map.Entry<ProcessId, UsageSample.Member> entry : after.members().entrySet()) {
            UsageSample.Member now = entry.getValue();
            UsageSample.Member then = before.members().get(entry.getKey());
            // A process that was not there before has begun at 0 within the window.
            cpuNs += now.cpuNs() - (then == null ? 0 : then.cpuNs());
            long thenTicks = then == null ? 0 : then.endedChildrenTicks();
            // A process that has ended itself no longer tells of its children.
            endedTicks += Math.max(0, now.endedChildrenTicks() - thenTicks);
            peakBytes += now.peakResidentBytes();
            delaysKnown |= !now.runDelaysNs().isEmpty();
            for (Map.Entry<Long, Long> thread : now.runDelaysNs().entrySet()) {
                long thenNs =
                        then == null ? 0 : then.runDelaysNs().getOrDefault(thread.getKey(), 0L);
                delayNs += thread.getValue() - thenNs;
            }
        }
        return new ResourceUse(
                true,
                cpuNs,
                windowNs,
                peakBytes,
                after.members().size(),
                delaysKnown ? delayNs : -1,
                losses(before, after, endedTicks));
    }

    private static List<String> losses(UsageSample before, UsageSample after, long endedTicks) {
        List<String> losses = new ArrayList<>();
        before.members().keySet().stream()
                .filter(process -> !after.members().containsKey(process))
                .mapToLong(ProcessId::pid)
                .sorted()
                .forEach(pid ->
                        losses.add(
                                "process "
                                        + pid
                                        + " has ended: its CPU time since the window's"
                                        + " begin is not counted"));
        if (endedTicks > 0) {
            losses.add(
                    "children that have ended used about "
                            + endedTicks * MS_PER_TICK
                            + " ms of CPU in all, which is not counted");
        }
        return losses;
    }
}

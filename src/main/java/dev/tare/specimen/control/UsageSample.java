package dev.tare.specimen.control;

import java.util.Map;

/**
 * What a process tree had used at one instant.
 *
 * @param takenNs when its CPU clocks were read
 * @param rootAlive its root was there
 * @param members what each process had used
 */
public record UsageSample(long takenNs, boolean rootAlive, Map<ProcessId, Member> members) {
    public UsageSample {
        members = Map.copyOf(members);
    }

    /**
     * One process.
     *
     * @param cpuNs since its start
     * @param peakResidentBytes highest resident memory so far
     * @param endedChildrenTicks CPU time of its children that have ended and were waited for
     * @param runDelaysNs time that each of its threads stood ready without a core, by thread
     */
    public record Member(
            long cpuNs,
            long peakResidentBytes,
            long endedChildrenTicks,
            Map<Long, Long> runDelaysNs) {
        public Member {
            runDelaysNs = Map.copyOf(runDelaysNs);
        }
    }
}

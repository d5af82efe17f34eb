package dev.tare.specimen.control.process;

import java.util.List;

/**
 * What a process tree has used up to an instant. All figures but {@code processes} only grow from
 * one sample of a meter to the next.
 *
 * @param visible false: its processes cannot be looked at, and the other figures are 0
 * @param takenNs when its CPU clocks were read
 * @param cpuNs user and system time of all its processes
 * @param peakResidentBytes sum over its processes of the highest resident memory so far; memory
 *     that they share counts for each
 * @param processes how many there are
 * @param runDelayNs time that its threads stood ready without a core; -1: not known
 * @param endedProcesses how many have ended whose last CPU time was not seen
 * @param endedChildrenCpuNs CPU time of children that have ended, as their parents book it, in
 *     steps of 10 ms; not a part of {@code cpuNs} but for what was seen of them
 */
public record UsageSample(
        boolean visible,
        long takenNs,
        long cpuNs,
        long peakResidentBytes,
        int processes,
        long runDelayNs,
        int endedProcesses,
        long endedChildrenCpuNs) {

    /**
     * The sample of several process trees together; visible only where each of them is.
     *
     * @param samples at least one, taken one after the other
     */
    public static UsageSample sum(List<UsageSample> samples) {
        UsageSample last = samples.getLast();
        if (!samples.stream().allMatch(UsageSample::visible)) {
            return notVisible(last.takenNs());
        }
        boolean delayKnown = samples.stream().allMatch(sample -> sample.runDelayNs() >= 0);
        return new UsageSample(
                true,
                last.takenNs(),
                samples.stream().mapToLong(UsageSample::cpuNs).sum(),
                samples.stream().mapToLong(UsageSample::peakResidentBytes).sum(),
                samples.stream().mapToInt(UsageSample::processes).sum(),
                delayKnown ? samples.stream().mapToLong(UsageSample::runDelayNs).sum() : -1,
                samples.stream().mapToInt(UsageSample::endedProcesses).sum(),
                samples.stream().mapToLong(UsageSample::endedChildrenCpuNs).sum());
    }

    /** The sample of what cannot be looked at. */
    static UsageSample notVisible(long takenNs) {
        return new UsageSample(false, takenNs, 0, 0, 0, -1, 0, 0);
    }
}

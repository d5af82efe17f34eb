package dev.tare.lab.experiment;

import dev.tare.lab.bundle.Usage;

/**
 * Reads what a party's processes have used since they were started.
 *
 * <p>Thread-safety: called by the thread that drives the experiment and, during a slice, by the one
 * that samples its edges; never by both at once.
 */
@FunctionalInterface
interface UsageProbe {
    /** A party whose processes are not known. */
    UsageProbe NOT_VISIBLE = () -> Snapshot.NOT_VISIBLE;

    Snapshot snapshot();

    /**
     * What was used up to an instant.
     *
     * @param visible whether the processes are known; else all other figures are 0
     * @param atNs when it was read, on the monotonic clock
     * @param cpuNs user and system time so far, ns
     * @param peakResidentBytes highest resident memory so far, summed over the processes
     * @param processes how many there are
     * @param runDelayNs time spent ready without a core so far; -1: not known
     */
    record Snapshot(
            boolean visible,
            long atNs,
            long cpuNs,
            long peakResidentBytes,
            int processes,
            long runDelayNs) {
        static final Snapshot NOT_VISIBLE = new Snapshot(false, 0, 0, 0, 0, -1);

        /**
         * What was used between {@code earlier} and this snapshot, brought to a window of {@code
         * windowNs}.
         *
         * <p>The sampling thread wakes up late by some microseconds, on a busy core by
         * milliseconds. Under a steady load CPU time grows in proportion to time, so scaling the
         * sample's span to the window takes that lateness out to first order.
         */
        Usage since(Snapshot earlier, long windowNs) {
            long spanNs = atNs - earlier.atNs;
            if (!visible || !earlier.visible || spanNs <= 0) {
                return Usage.NOT_VISIBLE;
            }
            double scale = (double) windowNs / spanNs;
            long delayNs =
                    runDelayNs < 0 || earlier.runDelayNs < 0
                            ? -1
                            : Math.max(0, Math.round((runDelayNs - earlier.runDelayNs) * scale));
            return new Usage(
                    true,
                    Math.max(0, Math.round((cpuNs - earlier.cpuNs) * scale)),
                    windowNs,
                    peakResidentBytes,
                    processes,
                    delayNs);
        }
    }
}

package dev.tare.lab.bundle;

/**
 * What a party's processes used in a window of time.
 *
 * @param visible false: its processes are not known, and the other figures are 0
 * @param cpuNs user and system time of all its processes, ns
 * @param windowNs length of the window in which {@code cpuNs} was used
 * @param peakResidentBytes sum over its processes of the highest resident memory so far
 * @param processes how many processes there were at the end of the window
 * @param runDelayNs time its threads stood ready without a core; -1: not known
 */
public record Usage(
        boolean visible,
        long cpuNs,
        long windowNs,
        long peakResidentBytes,
        int processes,
        long runDelayNs) {
    public static final Usage NOT_VISIBLE = new Usage(false, 0, 0, 0, 0, -1);

    /** Cores used on average, 0 or more; 0 for an empty window. */
    public double cores() {
        return windowNs > 0 ? (double) cpuNs / windowNs : 0;
    }
}

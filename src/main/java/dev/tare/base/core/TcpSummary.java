package dev.tare.base.core;

/**
 * What the kernel knew of a load's connections when the load had ended, over those that were looked
 * at: the first ones, a bounded number.
 *
 * @param connections how many were looked at; 0: none, and the rest says nothing
 * @param segmentsSent by our side, over their lives
 * @param segmentsRepeated by our side, over their lives
 * @param minRoundTripNs the shortest of all: what the way takes, without the other side's work
 * @param medianRoundTripNs of the connections' smoothed ones. It holds the other side's work where
 *     the acknowledgement comes with the answer
 */
public record TcpSummary(
        int connections,
        long segmentsSent,
        long segmentsRepeated,
        long minRoundTripNs,
        long medianRoundTripNs) {
    public static final TcpSummary NONE = new TcpSummary(0, 0, 0, 0, 0);
}

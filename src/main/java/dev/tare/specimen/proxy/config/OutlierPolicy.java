package dev.tare.specimen.proxy.config;

/**
 * When an endpoint that answers badly gets no requests for a while.
 *
 * @param consecutiveServerErrors answers from 500 on in a row, connections that failed included; 1
 *     to {@link #MAX_CONSECUTIVE}, 0 to look at none
 * @param consecutiveGatewayFailures 502, 503, 504 and failed connections in a row; the same range
 * @param ejectNs for how long the first time; the second time twice as long, and so on; 100 ms to
 *     an hour
 * @param maxEjectNs the longest time, {@code ejectNs} to a day
 * @param maxEjectedPercent of the cluster's endpoints at a time, rounded down, 0 to 100
 */
public record OutlierPolicy(
        int consecutiveServerErrors,
        int consecutiveGatewayFailures,
        long ejectNs,
        long maxEjectNs,
        int maxEjectedPercent) {
    public static final int MAX_CONSECUTIVE = 10_000;

    public OutlierPolicy {
        Range.count("consecutive_server_errors", consecutiveServerErrors, 0, MAX_CONSECUTIVE);
        Range.count("consecutive_gateway_failures", consecutiveGatewayFailures, 0, MAX_CONSECUTIVE);
        Range.durationNs("eject_for", ejectNs, 100 * Range.MILLISECOND_NS, 3600 * Range.SECOND_NS);
        Range.durationNs("max_eject_for", maxEjectNs, ejectNs, Range.DAY_NS);
        Range.count("max_ejected_percent", maxEjectedPercent, 0, 100);
    }
}

package dev.tare.specimen.proxy.config;

/**
 * Faults made on purpose: so many of the requests wait first, so many are answered by minivoy.
 *
 * @param delayPercent how many are delayed, 0 to 100
 * @param delayNs by how much, 0 to {@link #MAX_DELAY_NS} ns
 * @param abortPercent how many are answered with {@code abortStatus}, 0 to 100
 * @param abortStatus 200 to 599
 */
public record FaultInjection(
        double delayPercent, long delayNs, double abortPercent, int abortStatus) {
    public static final long MAX_DELAY_NS = 60 * Range.SECOND_NS;

    public FaultInjection {
        Range.percent("delay.percent", delayPercent);
        Range.durationNs("delay.time", delayNs, 0, MAX_DELAY_NS);
        Range.percent("abort.percent", abortPercent);
        Range.status("abort.status", abortStatus);
    }
}

package dev.tare.specimen.proxy.config;

/**
 * How endpoints are asked whether they can serve.
 *
 * @param path of the GET; any status of the class 2xx is a pass
 * @param host the value of Host; empty for the endpoint's own address
 * @param intervalNs from one check to the next, {@link #MIN_INTERVAL_NS} to an hour
 * @param timeoutNs for the whole answer, 1 ms to {@code intervalNs}
 * @param healthyAfter passes in a row that make an endpoint healthy, 1 to {@link #MAX_IN_A_ROW}
 * @param unhealthyAfter failures in a row that make it unhealthy, in the same range
 * @param jitterPercent by how much of the interval a check may come early or late, 0 to {@link
 *     #MAX_JITTER_PERCENT}
 */
public record HealthCheckPolicy(
        String path,
        String host,
        long intervalNs,
        long timeoutNs,
        int healthyAfter,
        int unhealthyAfter,
        int jitterPercent) {
    public static final long MIN_INTERVAL_NS = 10 * Range.MILLISECOND_NS;
    public static final int MAX_IN_A_ROW = 100;
    public static final int MAX_JITTER_PERCENT = 50;

    private static final long MAX_INTERVAL_NS = 3600 * Range.SECOND_NS;

    public HealthCheckPolicy {
        boolean visible = path.chars().allMatch(c -> c > ' ' && c < 0x7f);
        if (!path.startsWith("/") || !visible || path.length() > TlsConfig.MAX_PATH_LENGTH) {
            throw new ConfigFault(
                    "path", "\"%s\" must begin with a slash and hold no blank".formatted(path));
        }
        Range.length("host", host, 0, TlsConfig.MAX_NAME_LENGTH);
        Range.fieldValue("host", host);
        Range.durationNs("interval", intervalNs, MIN_INTERVAL_NS, MAX_INTERVAL_NS);
        Range.durationNs("timeout", timeoutNs, Range.MILLISECOND_NS, intervalNs);
        Range.count("healthy_after", healthyAfter, 1, MAX_IN_A_ROW);
        Range.count("unhealthy_after", unhealthyAfter, 1, MAX_IN_A_ROW);
        Range.count("jitter_percent", jitterPercent, 0, MAX_JITTER_PERCENT);
    }
}

package dev.tare.lab.smp;

import java.time.Instant;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.TreeMap;

/**
 * A {@code PerformanceTestResult} as somebody wrote it; nothing is converted or mended.
 *
 * @param source names the file it stands in
 * @param version of the specification; empty where it does not say
 * @param id of this result; {@code exp_uuid} in the older shape
 * @param testId of its {@code PerformanceTestConfig}
 * @param meshConfigId of its {@code ServiceMeshConfig}
 * @param environmentId of its {@code EnvironmentConfig}
 * @param labels sorted
 * @param start when it began
 * @param end when it ended
 * @param latency as written, under a field that promises milliseconds
 * @param ratePerSec answers a second; {@code client.rps} in the older shape
 * @param connections kept open at once, which only the older shape tells
 * @param url that was loaded, which only the older shape tells; empty in the newer
 * @param detailsUri where more of it stands; empty where it does not say
 */
public record SmpResult(
        String source,
        String version,
        String id,
        String testId,
        String meshConfigId,
        String environmentId,
        Map<String, String> labels,
        Optional<Instant> start,
        Optional<Instant> end,
        Optional<Latency> latency,
        OptionalDouble ratePerSec,
        OptionalInt connections,
        String url,
        String detailsUri) {
    public SmpResult {
        labels = Collections.unmodifiableSortedMap(new TreeMap<>(labels));
    }

    /**
     * The six times there are, as written: milliseconds if the writer kept to the specification. A
     * field that is absent is 0, for proto3 does not tell the two apart.
     *
     * @param min the least
     * @param average the mean
     * @param p50 the median
     * @param p90 the 90th percentile
     * @param p99 the 99th percentile
     * @param max the most
     */
    public record Latency(
            double min, double average, double p50, double p90, double p99, double max) {}
}

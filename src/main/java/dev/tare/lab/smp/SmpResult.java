package dev.tare.lab.smp;

import java.time.Instant;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.SortedMap;
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
    /** A label that Tare alone writes: how the load was made. */
    private static final String LOAD_MODEL = "tare.load_model";

    /** Begins the labels that hold Tare's own verdicts. */
    private static final String VERDICT = "tare.verdict.";

    /** A rate is asked for in whole requests a second: so much was rounded away. */
    private static final double ROUNDED_PER_SEC = 0.5;

    /** So many standard deviations hardly any sound result lies off. */
    private static final double DEVIATIONS = 3;

    public SmpResult {
        labels = Collections.unmodifiableSortedMap(new TreeMap<>(labels));
    }

    /** Whether {@code tare report --format smp} wrote it: times count from the intended start. */
    public boolean isByTare() {
        return labels.containsKey(LOAD_MODEL);
    }

    /** Of the specimen; empty where it is not told. */
    public String specimen() {
        return labels.getOrDefault("tare.specimen", "");
    }

    /** Of the workload; empty where it is not told. */
    public String workload() {
        return labels.getOrDefault("tare.workload", "");
    }

    /** {@code closed} or {@code open}; empty where it is not told. */
    public String loadModel() {
        return labels.getOrDefault(LOAD_MODEL, "");
    }

    /** What Tare's own verdict on a figure was, such as {@code tainted}; by field, sorted. */
    public SortedMap<String, String> ownVerdicts() {
        SortedMap<String, String> verdicts = new TreeMap<>();
        labels.forEach((name, word) -> {
            if (name.startsWith(VERDICT)) {
                verdicts.put(name.substring(VERDICT.length()), word);
            }
        });
        return verdicts;
    }

    /**
     * How far the rate may lie from what was asked for and be no other rate: SMP asks for whole
     * requests a second, and arrivals come by chance, of n requests 1 / √n apart. Where Tare says
     * itself whether the rate was kept, that decides.
     *
     * @param askedPerSec more than 0
     * @return requests a second; infinite where the rate was kept
     */
    public double rateTolerancePerSec(double askedPerSec) {
        String saturated = labels.getOrDefault("tare.saturated", "");
        if (saturated.equals("false")) {
            return Double.POSITIVE_INFINITY;
        }
        long requests = count("tare.requests").orElse(0);
        boolean byChance = saturated.isEmpty() && requests > 0;
        return ROUNDED_PER_SEC
                + (byChance ? DEVIATIONS * askedPerSec / Math.sqrt((double) requests) : 0);
    }

    /** A label that is a count; empty where it is not told, or none. */
    public OptionalLong count(String label) {
        String text = labels.getOrDefault(label, "");
        return text.matches("[0-9]{1,18}")
                ? OptionalLong.of(Long.parseLong(text))
                : OptionalLong.empty();
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

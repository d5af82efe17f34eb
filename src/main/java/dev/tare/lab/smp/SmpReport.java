package dev.tare.lab.smp;

import com.google.protobuf.Message;
import dev.tare.base.core.Tally;
import dev.tare.lab.bundle.BundleContent;
import dev.tare.lab.bundle.EnvironmentRecord;
import dev.tare.lab.bundle.PlanRecord;
import dev.tare.lab.verdict.Figure;
import dev.tare.lab.verdict.FigureKind;
import dev.tare.lab.verdict.ScenarioResult;
import dev.tare.lab.verdict.Verdict;
import dev.tare.lab.verdict.Weighing;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import org.HdrHistogram.Histogram;

/**
 * Tells a bundle as SMP: a {@code PerformanceTestConfig}, a {@code ServiceMeshConfig} and a {@code
 * PerformanceTestResult} a scenario, a result a block of it, one {@code EnvironmentConfig}.
 *
 * <p>A pure function; identifiers are made from the bundle's own, so that the same bundle gives the
 * same messages. What SMP has no field for stands in {@link SmpDetails}, behind {@code
 * details_uri}; {@code docs/smp.md} says what each field holds.
 */
public final class SmpReport {
    /** The release of the specification whose messages these are. */
    public static final String SMP_VERSION = "v0.0.1";

    private static final double NS_PER_MS = 1e6;
    private static final double BYTES_PER_MB = 1e6;
    private static final double MILLICORES = 1000;

    private final BundleContent content;
    private final Weighing weighing;
    private final List<SmpDocument> documents = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();

    private SmpReport(BundleContent content, Weighing weighing) {
        this.content = content;
        this.weighing = weighing;
    }

    /**
     * What came of it.
     *
     * @param documents the messages, each with its place
     * @param notes what a field could not hold, a sentence each
     */
    public record Told(List<SmpDocument> documents, List<String> notes) {
        public Told {
            documents = List.copyOf(documents);
            notes = List.copyOf(notes);
        }
    }

    /** Tells {@code content}, judged as {@code weighing}. */
    public static Told of(BundleContent content, Weighing weighing) {
        return new SmpReport(content, weighing).told();
    }

    /** The name of a scenario's files: unique within a bundle, and safe as a file's name. */
    public static String fileName(ScenarioResult scenario) {
        return safe(scenario.specimen()) + "." + safe(scenario.workload());
    }

    private static String safe(String name) {
        String plain = name.replaceAll("[^A-Za-z0-9_-]", "_");
        return plain.equals(name)
                ? plain
                : plain + "-" + uuid("name", name).toString().substring(0, 8);
    }

    private Told told() {
        add("environment", SmpKind.ENVIRONMENT, environment());
        for (ScenarioResult scenario : weighing.scenarios()) {
            String name = fileName(scenario);
            SmpScenario measured = SmpScenario.of(content, scenario);
            add("configs/" + name, SmpKind.TEST_CONFIG, config(measured));
            add("meshes/" + name, SmpKind.MESH_CONFIG, mesh(measured));
            add("results/" + name, SmpKind.TEST_RESULT, result(measured));
            for (SmpScenario.Part block : measured.blocks()) {
                add(
                        "blocks/%s.%04d".formatted(name, block.index()),
                        SmpKind.TEST_RESULT,
                        result(measured, block));
            }
        }
        return new Told(documents, notes);
    }

    private void add(String name, SmpKind kind, Message message) {
        documents.add(new SmpDocument(name, kind, message));
    }

    private String id(String kind, String... names) {
        return uuid(
                        kind,
                        content.manifest().planSha256(),
                        Long.toString(content.manifest().createdEpochNs()),
                        String.join("\n", names))
                .toString();
    }

    private String id(String kind, SmpScenario measured) {
        return id(kind, measured.result().specimen(), measured.result().workload());
    }

    private static UUID uuid(String... names) {
        return UUID.nameUUIDFromBytes(String.join("\n", names).getBytes(StandardCharsets.UTF_8));
    }

    private Map<String, String> labels(ScenarioResult scenario) {
        Map<String, String> labels = new TreeMap<>();
        labels.put("tare.plan", content.manifest().plan().name());
        labels.put("tare.specimen", scenario.specimen());
        labels.put("tare.workload", scenario.workload());
        return labels;
    }

    private Message config(SmpScenario measured) {
        PlanRecord.WorkloadRecord workload = measured.workload();
        SmpMessage message = SmpMessage.of(SmpKind.TEST_CONFIG);
        SmpMessage client = message.inner("clients");
        client.with("internal", false)
                .with("load_generator", "tare")
                .withEnum("protocol", measured.grpc() ? "PROTOCOL_GRPC" : "PROTOCOL_HTTP")
                .withLong("rps", Math.round(measured.result().offeredRatePerSec()));
        client.rounded("connections", workload.connections());
        Map<String, String> headers = new TreeMap<>();
        Map<String, String> cookies = new TreeMap<>();
        workload.request()
                .fields()
                .forEach(field -> {
                    if (field.name().equalsIgnoreCase("content-type")) {
                        client.with("content_type", field.value());
                    } else if (field.name().equalsIgnoreCase("cookie")) {
                        cookies(field.value(), cookies);
                    } else {
                        headers.put(field.name(), field.value());
                    }
                });
        client.with("headers", headers).with("cookies", cookies);
        client.with("body", measured.bodyText());
        client.add("endpoint_urls", measured.url());
        return message.with("smp_version", SMP_VERSION)
                .with("id", id("config", measured))
                .with("name", measured.result().workload())
                .with("labels", labels(measured.result()))
                .with("clients", client)
                .with("duration", SmpDuration.text(measured.whole().measuredNs()))
                .build();
    }

    /** The pairs of a Cookie field (RFC 6265, section 4.2.1); redacted values stay so. */
    private static void cookies(String value, Map<String, String> cookies) {
        for (String pair : value.split(";", -1)) {
            int equals = pair.indexOf('=');
            String name = (equals < 0 ? pair : pair.substring(0, equals)).strip();
            if (!name.isEmpty()) {
                cookies.put(name, equals < 0 ? "" : pair.substring(equals + 1).strip());
            }
        }
    }

    private Message result(SmpScenario measured) {
        ScenarioResult scenario = measured.result();
        SmpScenario.Part whole = measured.whole();
        Map<String, String> labels = resultLabels(measured, whole.tally());
        labels.put("tare.blocks", Integer.toString(scenario.blocks()));
        labels.put("tare.saturated", Boolean.toString(scenario.saturated()));
        SmpMessage message = SmpMessage.of(SmpKind.TEST_RESULT);
        SmpMessage latency = message.inner("latencies_ms");
        Histogram times = whole.responseTime();
        if (times.getTotalCount() > 0) {
            latency.with("min", times.getMinValue() / NS_PER_MS);
        }
        latency(latency, "average", FigureKind.RESPONSE_TIME_MEAN, scenario, labels);
        latency(latency, "p50", FigureKind.RESPONSE_TIME_P50, scenario, labels);
        latency(latency, "p90", FigureKind.RESPONSE_TIME_P90, scenario, labels);
        latency(latency, "p99", FigureKind.RESPONSE_TIME_P99, scenario, labels);
        latency(latency, "max", FigureKind.RESPONSE_TIME_MAX, scenario, labels);
        return framed(message, measured, whole, labels)
                .with("id", id("result", measured))
                .with("latencies_ms", latency)
                .build();
    }

    private static void latency(
            SmpMessage latency,
            String field,
            FigureKind kind,
            ScenarioResult scenario,
            Map<String, String> labels) {
        scenario.figure(kind)
                .ifPresent(figure -> {
                    if (figure.verdict() != Verdict.INVALID) {
                        latency.with(field, figure.value() / NS_PER_MS);
                    }
                    if (figure.verdict() != Verdict.VALID) {
                        labels.put("tare.verdict." + field, word(figure));
                    }
                });
    }

    private static String word(Figure figure) {
        return figure.verdict().name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    private Message result(SmpScenario measured, SmpScenario.Part block) {
        Map<String, String> labels = resultLabels(measured, block.tally());
        labels.put("tare.block", Integer.toString(block.index()));
        SmpMessage message = SmpMessage.of(SmpKind.TEST_RESULT);
        SmpMessage latency = message.inner("latencies_ms");
        Histogram times = block.responseTime();
        if (times.getTotalCount() > 0) {
            latency.with("min", times.getMinValue() / NS_PER_MS)
                    .with("average", times.getMean() / NS_PER_MS)
                    .with("p50", times.getValueAtPercentile(50) / NS_PER_MS)
                    .with("p90", times.getValueAtPercentile(90) / NS_PER_MS)
                    .with("p99", times.getValueAtPercentile(99) / NS_PER_MS)
                    .with("max", times.getMaxValue() / NS_PER_MS);
        }
        return framed(message, measured, block, labels)
                .with(
                        "id",
                        id(
                                "block",
                                measured.result().specimen(),
                                measured.result().workload(),
                                Integer.toString(block.index())))
                .with("latencies_ms", latency)
                .build();
    }

    private Map<String, String> resultLabels(SmpScenario measured, Tally tally) {
        Map<String, String> labels = labels(measured.result());
        labels.put("tare.load_model", measured.workload().model());
        labels.put("tare.requests", Long.toString(tally.ended()));
        labels.put("tare.failed", Long.toString(tally.failed()));
        return labels;
    }

    private SmpMessage framed(
            SmpMessage message,
            SmpScenario measured,
            SmpScenario.Part part,
            Map<String, String> labels) {
        return message.with("smp_version", SMP_VERSION)
                .with("labels", labels)
                .withTime("start_time", part.startEpochNs())
                .withTime("end_time", part.endEpochNs())
                .with("actual_qps", part.tally().doneInside() * 1e9 / part.measuredNs())
                .with("details_uri", "../details/" + fileName(measured.result()) + ".json")
                .with("test_id", id("config", measured))
                .with("mesh_config_id", id("mesh", measured))
                .with("env_id", id("environment"));
    }

    private Message mesh(SmpScenario measured) {
        ScenarioResult scenario = measured.result();
        Map<String, String> labels = labels(scenario);
        SmpMessage message = SmpMessage.of(SmpKind.MESH_CONFIG);
        int proxies = measured.proxies();
        if (proxies > 0) {
            SmpMessage sidecar = message.inner("sidecar");
            double ratePerSec =
                    measured.whole().tally().doneInside()
                            * 1e9
                            / measured.whole().measuredNs()
                            * measured.passages();
            set(sidecar, "count", proxies, scenario, labels);
            figure(scenario, FigureKind.CPU_MEAN)
                    .ifPresent(cores ->
                            set(sidecar, "cpu_mcores", cores * MILLICORES, scenario, labels));
            figure(scenario, FigureKind.PEAK_MEMORY)
                    .ifPresent(bytes ->
                            set(sidecar, "mem_mb", bytes / BYTES_PER_MB, scenario, labels));
            set(sidecar, "rps", ratePerSec, scenario, labels);
            figure(scenario, FigureKind.BYTES_RECEIVED)
                    .ifPresent(bytes ->
                            set(sidecar, "bps", bytes * measured.passages(), scenario, labels));
            message.with("sidecar", sidecar);
        }
        message.rounded("proxy_concurrency", measured.concurrency());
        return message.with("smp_version", SMP_VERSION)
                .with("id", id("mesh", measured))
                .with("labels", labels)
                .with("mtls_enabled", measured.mutualTls())
                .with("proxy_build", measured.build())
                .with("exp_group_uuid", id("experiment"))
                .with("exp_uuid", id("scenario", measured))
                .with("profile", content.manifest().plan().name())
                .with("application_metadata", measured.application(message))
                .build();
    }

    private static Optional<Double> figure(ScenarioResult scenario, FigureKind kind) {
        return scenario.figure(kind)
                .filter(figure -> figure.verdict() != Verdict.INVALID)
                .map(Figure::value);
    }

    /** What 32 bits cannot hold is left out, said, and kept as a label. */
    private void set(
            SmpMessage sidecar,
            String field,
            double value,
            ScenarioResult scenario,
            Map<String, String> labels) {
        if (!sidecar.rounded(field, value)) {
            labels.put("tare.sidecar." + field, Long.toString(Math.round(value)));
            notes.add(
                    ("%s, %s: %s of %d is beyond the 32 bits of SMP's field: left out, and kept"
                                    + " as the label tare.sidecar.%s")
                            .formatted(
                                    scenario.specimen(),
                                    scenario.workload(),
                                    field,
                                    Math.round(value),
                                    field));
        }
    }

    private Message environment() {
        EnvironmentRecord machine = content.manifest().environment();
        Map<String, String> labels = new TreeMap<>();
        labels.put("tare.os", machine.osName());
        labels.put("tare.kernel", machine.kernel());
        labels.put("tare.clock_source", machine.clockSource());
        labels.put("tare.java", machine.javaVersion());
        SmpMessage message = SmpMessage.of(SmpKind.ENVIRONMENT);
        SmpMessage node = message.inner("nodes");
        node.with("type", (machine.cpuModel() + ", " + machine.architecture()).strip());
        node.rounded("cores", machine.cores());
        node.withLong("mem_mb", Math.round(machine.memoryBytes() / BYTES_PER_MB));
        return message.with("smp_version", SMP_VERSION)
                .with("id", id("environment"))
                .with("labels", labels)
                .with("nodes", node)
                .build();
    }
}

package dev.tare.lab.foreign;

import dev.tare.base.core.Field;
import dev.tare.base.core.LoadModel;
import dev.tare.lab.bundle.Redaction;
import dev.tare.load.result.LoadResult;
import dev.tare.load.result.SizeSummary;
import dev.tare.load.spec.ConnectionPolicy;
import dev.tare.load.spec.Endpoint;
import dev.tare.load.spec.LoadSpec;
import dev.tare.load.spec.Protocol;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A load's result as fortio's JSON, which {@code fortio report}, Meshery and Istio's tools read.
 *
 * <p>Durations in the histograms are response times, in seconds. No credentials are written:
 * fortio's {@code UserCredentials}, {@code Payload}, {@code Cert} and {@code Key} are always empty,
 * and secrets in the URL are replaced.
 *
 * <p>Source: fortio 1.75.2, {@code RunnerResults}, {@code HTTPOptions} and {@code
 * HTTPRunnerResults}.
 */
public final class FortioJson {
    /** What calls of gRPC name where the flags name nothing. */
    private static final String USER_AGENT = "tare/0.1";

    private final FortioSettings settings;
    private final LoadSpec spec;
    private final FortioFigures figures;
    private final OffsetDateTime start;

    private FortioJson(
            FortioSettings settings, LoadSpec spec, LoadResult result, OffsetDateTime start) {
        this.settings = settings;
        this.spec = spec;
        this.figures = new FortioFigures(settings, spec, result);
        this.start = start;
    }

    /**
     * The whole document, with its last line's end.
     *
     * @param start when the load began, by the wall clock
     */
    public static String text(
            FortioSettings settings, LoadSpec spec, LoadResult result, OffsetDateTime start) {
        return GoJson.text(new FortioJson(settings, spec, result, start).document());
    }

    private Map<String, Object> document() {
        Map<String, Object> json = new LinkedHashMap<>();
        addRun(json);
        if (settings.grpc().isPresent()) {
            addCalls(json, settings.grpc().get());
            return json;
        }
        addCodes(json);
        addOptions(json);
        json.put("Sizes", sizes(figures.wholeSizes()));
        json.put("HeaderSizes", sizes(figures.headSizes()));
        List<Long> sockets = figures.connectsByRow().stream().map(FortioHistogram::count).toList();
        json.put("Sockets", sockets);
        json.put("SocketCount", figures.connects().count());
        json.put("ConnectionStats", histogram(figures.connects(), settings.percentiles()));
        json.put("AbortOn", settings.abortOn());
        return json;
    }

    private void addRun(Map<String, Object> json) {
        json.put(
                "RunType",
                settings.grpc()
                        .map(FortioGrpc::runType)
                        .orElse(
                                spec.endpoints().getFirst().target().protocol() == Protocol.GRPC
                                        ? "GRPC"
                                        : "HTTP"));
        json.put("Labels", settings.labels());
        json.put("StartTime", start.format(DateTimeFormatter.ISO_OFFSET_DATE_TIME));
        json.put(
                "RequestedQPS",
                spec.model() instanceof LoadModel.ClosedLoop
                        ? "max"
                        : PrintedNumber.general(figures.askedPerSec(), 9));
        json.put("RequestedDuration", FortioText.requestedDuration(spec, figures));
        json.put("ActualQPS", figures.callsPerSec());
        json.put("ActualDuration", figures.elapsedNs());
        json.put("NumThreads", figures.threads());
        json.put("Version", FortioSettings.VERSION);
        json.put("DurationHistogram", histogram(figures.durations(), settings.percentiles()));
        json.put(
                "ErrorsDurationHistogram",
                histogram(figures.failedDurations(), settings.percentiles()));
        json.put("Exactly", spec.calls());
        json.put("Jitter", settings.jitter());
        json.put("Uniform", settings.uniform());
        json.put("NoCatchUp", settings.noCatchUp());
        json.put("RunID", settings.runId());
        json.put("AccessLoggerInfo", "");
        json.put("ID", settings.id(start));
    }

    private void addCalls(Map<String, Object> json, FortioGrpc grpc) {
        json.put("RetCodes", figures.results());
        json.put("Destination", settings.url());
        json.put("Streams", grpc.streams());
        json.put("Ping", grpc.ping());
        Map<String, List<String>> metadata = new TreeMap<>();
        for (Field field : grpc.metadata()) {
            metadata.computeIfAbsent(
                            field.name().toLowerCase(Locale.ROOT), name -> new ArrayList<>())
                    .add(Redaction.field(field).value());
        }
        metadata.computeIfAbsent("user-agent", name -> List.of(USER_AGENT));
        json.put("Metadata", metadata);
    }

    private void addCodes(Map<String, Object> json) {
        json.put("RetCodes", figures.codes());
        Map<String, Object> addresses = new LinkedHashMap<>();
        figures.addresses().forEach(entry -> addresses.put(entry.getKey(), entry.getValue()));
        json.put("IPCountMap", addresses);
    }

    private void addOptions(Map<String, Object> json) {
        Endpoint endpoint = spec.endpoints().getFirst();
        ConnectionPolicy policy = spec.policy();
        boolean closesEach = policy.reuseMin() == 1 && policy.reuseMax() == 1;
        json.put("Insecure", endpoint.target().tls().map(tls -> !tls.verify()).orElse(false));
        json.put("MTLS", false);
        json.put("CACert", "");
        json.put("Cert", "");
        json.put("Key", "");
        json.put("UnixDomainSocket", endpoint.target().unixSocket());
        json.put("URL", settings.url());
        json.put("NumConnections", 1);
        json.put("Compression", false);
        json.put("DisableFastClient", false);
        json.put("HTTP10", false);
        json.put("H2", endpoint.target().protocol() != Protocol.HTTP1);
        json.put("DisableKeepAlive", closesEach);
        json.put("AllowHalfClose", false);
        json.put("FollowRedirects", false);
        json.put("Resolve", "");
        json.put("HTTPReqTimeOut", spec.timeoutNs());
        json.put("UserCredentials", "");
        json.put("ContentType", contentType(endpoint));
        json.put("Payload", "");
        json.put("MethodOverride", endpoint.request().method());
        json.put("LogErrors", false);
        json.put("SequentialWarmup", false);
        json.put(
                "ConnReuseRange",
                closesEach ? List.of(0, 0) : List.of(policy.reuseMin(), policy.reuseMax()));
        json.put("NoResolveEachConn", true);
        json.put("Offset", Math.round(settings.offsetSeconds() * 1e9));
        json.put("Resolution", settings.resolutionSeconds());
    }

    private static String contentType(Endpoint endpoint) {
        return endpoint.request().fields().stream()
                .filter(field -> field.name().equalsIgnoreCase("Content-Type"))
                .map(Field::value)
                .findFirst()
                .orElse("");
    }

    private static Map<String, Object> histogram(FortioHistogram values, List<Double> percentiles) {
        Map<String, Object> json =
                summary(
                        values.count(),
                        values.min(),
                        values.max(),
                        values.sum(),
                        values.mean(),
                        values.deviation());
        List<Map<String, Object>> buckets = new ArrayList<>();
        for (FortioHistogram.Bucket bucket : values.buckets()) {
            buckets.add(bucket(bucket.start(), bucket.end(), bucket.percent(), bucket.count()));
        }
        json.put("Data", orNull(buckets));
        if (values.count() > 0) {
            List<Map<String, Object>> at = new ArrayList<>();
            for (double percentile : percentiles) {
                Map<String, Object> pair = new LinkedHashMap<>();
                pair.put("Percentile", percentile);
                pair.put("Value", values.percentile(percentile));
                at.add(pair);
            }
            json.put("Percentiles", at);
        }
        return json;
    }

    /** How sizes are spread is not kept: they stand in one range from the least to the most. */
    private static Map<String, Object> sizes(SizeSummary sizes) {
        Map<String, Object> json =
                summary(
                        sizes.count(),
                        (double) sizes.min(),
                        (double) sizes.max(),
                        sizes.sum(),
                        sizes.mean(),
                        sizes.standardDeviation());
        json.put(
                "Data",
                sizes.count() == 0
                        ? null
                        : List.of(
                                bucket(
                                        (double) sizes.min(),
                                        (double) sizes.max(),
                                        100,
                                        sizes.count())));
        return json;
    }

    private static Map<String, Object> summary(
            long count, double min, double max, double sum, double mean, double deviation) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("Count", count);
        json.put("Min", min);
        json.put("Max", max);
        json.put("Sum", sum);
        json.put("Avg", mean);
        json.put("StdDev", deviation);
        return json;
    }

    private static Map<String, Object> bucket(
            double start, double end, double percent, long count) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("Start", start);
        json.put("End", end);
        json.put("Percent", percent);
        json.put("Count", count);
        return json;
    }

    /** Go writes an empty list that was never made as null, and fortio's readers expect it. */
    private static @Nullable List<Map<String, Object>> orNull(List<Map<String, Object>> list) {
        return list.isEmpty() ? null : list;
    }
}

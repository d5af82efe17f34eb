package dev.tare.specimen.proxy.admin;

import dev.tare.specimen.proxy.count.ClusterStats;
import dev.tare.specimen.proxy.count.HandshakeStats;
import dev.tare.specimen.proxy.count.ProxyCounters.Count;
import dev.tare.specimen.proxy.count.ProxyError;
import dev.tare.specimen.proxy.count.ProxyStats;
import dev.tare.specimen.proxy.filter.SharedFilter;
import dev.tare.specimen.proxy.log.AccessLog;
import dev.tare.specimen.proxy.log.EventLog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Everything that minivoy counts, for Prometheus; the content of {@code /stats/prometheus}.
 *
 * <p>Thread-safety: one thread.
 */
public final class ProxyMetrics {
    /** Counts that share a metric with others, which a label tells apart. */
    private static final Set<Count> LABELLED =
            EnumSet.of(
                    Count.RESPONSES_1XX,
                    Count.RESPONSES_2XX,
                    Count.RESPONSES_3XX,
                    Count.RESPONSES_4XX,
                    Count.RESPONSES_5XX,
                    Count.CLIENT_CONNECTIONS_ACCEPTED,
                    Count.UPSTREAM_CONNECTIONS_OPENED,
                    Count.CLIENT_CONNECTIONS_CLOSED,
                    Count.UPSTREAM_CONNECTIONS_CLOSED,
                    Count.CLIENT_BYTES_RECEIVED,
                    Count.UPSTREAM_BYTES_RECEIVED,
                    Count.CLIENT_BYTES_SENT,
                    Count.UPSTREAM_BYTES_SENT);

    private static final int CLASSES = 5;
    private static final long BYTES_A_KIB = 1024;
    private static final double MS_A_SECOND = 1000;

    private final PrometheusText text = new PrometheusText();

    private ProxyMetrics() {}

    /** All of them, as text. */
    public static String text(
            ProxyStats stats,
            List<ClusterStats> clusters,
            List<SharedFilter> filters,
            EventLog log,
            @Nullable AccessLog access,
            int threads) {
        ProxyMetrics metrics = new ProxyMetrics();
        metrics.addLabelled(stats);
        for (Count count : Count.values()) {
            if (!LABELLED.contains(count)) {
                metrics.addPlain(count, stats.of(count));
            }
        }
        metrics.addErrors(stats);
        metrics.addListeners(stats);
        metrics.addHandshakes(stats);
        new ClusterMetrics(metrics.text).add(clusters);
        metrics.addFilters(filters);
        metrics.addLogs(log, access);
        metrics.addProcess(threads);
        return metrics.text.text();
    }

    private void addLabelled(ProxyStats stats) {
        text.counter("minivoy_responses_total", "Responses to clients by class of status.");
        for (int i = 1; i <= CLASSES; i++) {
            text.value(stats.responses(i), "class", i + "xx");
        }
        text.counter("minivoy_connections_total", "Connections that were opened, by side.");
        addSides(
                stats.of(Count.CLIENT_CONNECTIONS_ACCEPTED),
                stats.of(Count.UPSTREAM_CONNECTIONS_OPENED));
        text.gauge("minivoy_connections_open", "Connections that are open now, by side.");
        addSides(stats.clientConnectionsOpen(), stats.upstreamConnectionsOpen());
        text.counter("minivoy_received_bytes_total", "Bytes that were read, by side.");
        addSides(stats.clientBytesReceived(), stats.upstreamBytesReceived());
        text.counter("minivoy_sent_bytes_total", "Bytes that the kernel took, by side.");
        addSides(stats.clientBytesSent(), stats.upstreamBytesSent());
    }

    private void addSides(long client, long upstream) {
        text.value(client, "side", "client").value(upstream, "side", "upstream");
    }

    /** A count is named and explained by its own name: {@code minivoy_local_responses_total}. */
    private void addPlain(Count count, long value) {
        String name = count.name().toLowerCase(Locale.ROOT);
        String words = name.replace('_', ' ');
        String help = words.substring(0, 1).toUpperCase(Locale.ROOT) + words.substring(1) + ".";
        text.counter("minivoy_" + name + "_total", help).value(value);
    }

    private void addErrors(ProxyStats stats) {
        text.counter("minivoy_errors_total", "What went wrong with requests, by kind.");
        for (ProxyError error : ProxyError.values()) {
            text.value(stats.errors(error), "error", error.jsonName());
        }
    }

    private void addListeners(ProxyStats stats) {
        text.counter("minivoy_listener_requests_total", "Requests, by listener.");
        stats.listenerRequests()
                .forEach((name, requests) -> text.value(requests, "listener", name));
    }

    private void addHandshakes(ProxyStats stats) {
        text.counter(
                "minivoy_tls_handshakes_total",
                "Finished TLS handshakes, by listener or cluster and by what was negotiated.");
        for (HandshakeStats each : stats.handshakes()) {
            text.value(
                    each.count(),
                    "side",
                    each.side().text(),
                    "name",
                    each.name(),
                    "version",
                    each.suite().protocol(),
                    "cipher",
                    each.suite().cipher());
        }
    }

    private void addFilters(List<SharedFilter> filters) {
        text.counter("minivoy_filter_denied_total", "What a filter has answered or cut off.");
        for (SharedFilter filter : filters) {
            text.value(filter.denied(), "filter", filter.label(), "kind", filter.kind());
        }
    }

    private void addLogs(EventLog log, @Nullable AccessLog access) {
        text.counter("minivoy_log_left_out_total", "Events that were not written: too many.");
        text.value(log.leftOut());
        text.counter("minivoy_access_log_lines_total", "Lines of the access log.");
        text.value(access == null ? 0 : access.written());
        text.counter("minivoy_access_log_dropped_total", "Lines that the access log left out.");
        text.value(access == null ? 0 : access.dropped());
    }

    private void addProcess(int threads) {
        String version =
                Optional.ofNullable(ProxyMetrics.class.getPackage().getImplementationVersion())
                        .orElse("unpacked");
        text.gauge("minivoy_build_info", "Which minivoy this is; always 1.");
        text.value(1, "version", version, "java", Runtime.version().toString());
        text.gauge("minivoy_threads", "Event loops.").value(threads);
        ProcessHandle.Info info = ProcessHandle.current().info();
        info.totalCpuDuration()
                .ifPresent(cpu ->
                        text.counter(
                                        "process_cpu_seconds_total",
                                        "CPU time of the process, user and system.")
                                .value(cpu.toMillis() / MS_A_SECOND));
        info.startInstant()
                .ifPresent(start ->
                        text.gauge(
                                        "process_start_time_seconds",
                                        "When the process began, since 1970.")
                                .value(start.toEpochMilli() / MS_A_SECOND));
        OptionalLong resident = residentBytes(Path.of("/proc/self/status"));
        if (resident.isPresent()) {
            text.gauge("process_resident_memory_bytes", "Resident memory of the process.");
            text.value(resident.getAsLong());
        }
    }

    /** Resident memory as {@code proc(5)} tells it; empty where there is no such file. */
    public static OptionalLong residentBytes(Path status) {
        try {
            return Files.readAllLines(status).stream()
                    .filter(line -> line.startsWith("VmRSS:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")) * BYTES_A_KIB)
                    .findFirst();
        } catch (IOException e) {
            return OptionalLong.empty();
        }
    }
}

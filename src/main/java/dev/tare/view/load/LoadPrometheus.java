package dev.tare.view.load;

import dev.tare.base.core.Outcome;
import dev.tare.base.core.Tally;
import dev.tare.base.core.Unsent;
import dev.tare.lab.bundle.Redaction;
import dev.tare.lab.load.LoadRecord;
import dev.tare.lab.objective.ThresholdResult;
import dev.tare.lab.verdict.load.JudgedLoad;
import dev.tare.lab.verdict.load.LoadFigure;
import dev.tare.lab.verdict.load.TimeKind;
import dev.tare.load.result.EndpointResult;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.HdrHistogram.Histogram;

/**
 * A load as Prometheus text, for a Pushgateway or the node exporter's folder of text files. Names
 * begin with {@code tare_load_}; times are in seconds, as Prometheus has it.
 *
 * <p>Times are histograms, which add up over loads; a value counts in the first of {@link
 * #BUCKETS_NS} whose HdrHistogram bucket holds it, so that a bound is sharp to 0.1 %. An invalid
 * figure has no sample.
 *
 * <p>Source: the text format, version 0.0.4, of Prometheus' "Exposition formats".
 */
final class LoadPrometheus {
    /** Media type of the text. */
    static final String CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8";

    /** Upper bounds, ns: 1, 2.5 and 5 of every power of ten from 10 µs to 100 s. */
    static final List<Long> BUCKETS_NS =
            List.of(
                    10_000L,
                    25_000L,
                    50_000L,
                    100_000L,
                    250_000L,
                    500_000L,
                    1_000_000L,
                    2_500_000L,
                    5_000_000L,
                    10_000_000L,
                    25_000_000L,
                    50_000_000L,
                    100_000_000L,
                    250_000_000L,
                    500_000_000L,
                    1_000_000_000L,
                    2_500_000_000L,
                    5_000_000_000L,
                    10_000_000_000L,
                    25_000_000_000L,
                    50_000_000_000L,
                    100_000_000_000L);

    private static final String PREFIX = "tare_load_";
    private static final double NS_PER_SECOND = 1e9;

    private final StringBuilder out = new StringBuilder();

    private LoadPrometheus() {}

    static String render(LoadReport report) {
        LoadPrometheus text = new LoadPrometheus();
        text.all(report);
        return text.out.toString();
    }

    private void all(LoadReport report) {
        LoadRecord load = report.load();
        JudgedLoad judged = report.judged();
        Tally tally = load.result().measured().tally();
        family("info", "gauge", "What was loaded, and by which program; always 1.");
        sample(
                "info",
                labels(
                        "target", Redaction.text(load.title()),
                        "model", ModelText.of(load.spec().model()),
                        "version", load.provenance().tareVersion(),
                        "commit", load.provenance().commit()),
                1);
        plain(
                "start_time_seconds",
                "gauge",
                "When the load was begun, since the epoch.",
                load.provenance().startedEpochNs() / NS_PER_SECOND);
        plain("duration_seconds", "gauge", "Length of the measured phase.", load.measuredSeconds());
        requests(tally);
        statuses(load.result().measured().statuses());
        plain(
                "received_bytes_total",
                "counter",
                "Bytes received in the measured phase, heads included.",
                tally.bytesInside());
        plain("connections_opened_total", "counter", "Connections opened.", load.connectsOpened());
        plain(
                "connections_failed_total",
                "counter",
                "Connections that could not be opened.",
                load.connectsFailed());
        figure("rate_per_second", "Requests that ended a second.", judged.rate());
        figure("goodput_per_second", "Correct answers a second.", judged.goodput());
        figure(
                "error_ratio",
                "Share of the planned requests that did not end as correct.",
                judged.errorRatio(tally));
        for (TimeKind kind : TimeKind.values()) {
            times(kind, judged.times(kind));
        }
        endpoints(load.result().endpoints());
        thresholds(report.thresholds());
    }

    private void requests(Tally tally) {
        plain(
                "requests_planned_total",
                "counter",
                "Requests whose start fell due.",
                tally.planned());
        plain("requests_sent_total", "counter", "Requests that were sent.", tally.sent());
        family("requests_total", "counter", "Requests that were sent, by how they ended.");
        for (Outcome outcome : Outcome.values()) {
            sample("requests_total", labels("outcome", outcome.key()), tally.count(outcome));
        }
        family("requests_unsent_total", "counter", "Planned requests never sent, by why.");
        for (Unsent reason : Unsent.values()) {
            sample("requests_unsent_total", labels("reason", reason.key()), tally.count(reason));
        }
        plain(
                "requests_in_flight",
                "gauge",
                "Requests without an outcome at the end.",
                tally.inFlightAtEnd());
    }

    private void statuses(Map<Integer, Long> statuses) {
        if (statuses.isEmpty()) {
            return;
        }
        family("responses_total", "counter", "Final answers by their status.");
        new TreeMap<>(statuses)
                .forEach((status, count) ->
                        sample("responses_total", labels("status", status.toString()), count));
    }

    private void times(TimeKind kind, Histogram times) {
        if (times.getTotalCount() == 0) {
            return;
        }
        String name = kind.key() + "_seconds";
        family(name, "histogram", help(kind));
        histogram(name, "", times);
    }

    private static String help(TimeKind kind) {
        return switch (kind) {
            case RESPONSE_TIME -> "From the intended start to the last byte of the answer.";
            case SERVICE_TIME -> "From the first byte sent to the last byte of the answer.";
            case SEND_LAG -> "From the intended start to the first byte sent.";
            case CONNECT_TIME -> "Opening a connection, before any TLS.";
            case HANDSHAKE_TIME -> "The TLS handshake.";
        };
    }

    private void endpoints(List<EndpointResult> endpoints) {
        if (endpoints.isEmpty()) {
            return;
        }
        family("endpoint_requests_total", "counter", "Requests sent to an endpoint, by outcome.");
        for (EndpointResult endpoint : endpoints) {
            for (Outcome outcome : Outcome.values()) {
                sample(
                        "endpoint_requests_total",
                        labels("endpoint", endpoint.name(), "outcome", outcome.key()),
                        endpoint.tally().count(outcome));
            }
        }
        String name = "endpoint_response_time_seconds";
        family(name, "histogram", help(TimeKind.RESPONSE_TIME));
        for (EndpointResult endpoint : endpoints) {
            histogram(name, labels("endpoint", endpoint.name()), endpoint.responseTime());
        }
    }

    private void thresholds(List<ThresholdResult> thresholds) {
        if (thresholds.isEmpty()) {
            return;
        }
        family("threshold_met", "gauge", "1 where a threshold was met, 0 where it was not.");
        for (ThresholdResult result : thresholds) {
            sample(
                    "threshold_met",
                    labels("threshold", result.threshold().text()),
                    result.met() ? 1 : 0);
        }
    }

    private void histogram(String name, String labels, Histogram times) {
        String before = labels.isEmpty() ? "" : labels + ",";
        for (long boundNs : BUCKETS_NS) {
            long count =
                    times.getTotalCount() == 0
                            ? 0
                            : times.getCountBetweenValues(
                                    0, Math.min(boundNs, times.getMaxValue()));
            sample(name + "_bucket", before + labels("le", number(boundNs / NS_PER_SECOND)), count);
        }
        sample(name + "_bucket", before + labels("le", "+Inf"), times.getTotalCount());
        double sumNs = times.getTotalCount() == 0 ? 0 : times.getMean() * times.getTotalCount();
        sample(name + "_sum", labels, sumNs / NS_PER_SECOND);
        sample(name + "_count", labels, times.getTotalCount());
    }

    private void figure(String name, String help, LoadFigure figure) {
        if (figure.shown()) {
            plain(name, "gauge", help, figure.value());
        }
    }

    private void plain(String name, String type, String help, double value) {
        family(name, type, help);
        sample(name, "", value);
    }

    private void plain(String name, String type, String help, long value) {
        family(name, type, help);
        sample(name, "", value);
    }

    private void family(String name, String type, String help) {
        out.append("# HELP ").append(PREFIX).append(name).append(' ').append(help).append('\n');
        out.append("# TYPE ").append(PREFIX).append(name).append(' ').append(type).append('\n');
    }

    private void sample(String name, String labels, double value) {
        sample(name, labels, number(value));
    }

    private void sample(String name, String labels, long value) {
        sample(name, labels, Long.toString(value));
    }

    private void sample(String name, String labels, String value) {
        out.append(PREFIX).append(name);
        if (!labels.isEmpty()) {
            out.append('{').append(labels).append('}');
        }
        out.append(' ').append(value).append('\n');
    }

    /** Names and values in turn, such as {@code status="200"}. */
    private static String labels(String... namesAndValues) {
        StringBuilder labels = new StringBuilder();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            labels.append(i == 0 ? "" : ",").append(namesAndValues[i]).append("=\"");
            labels.append(escaped(namesAndValues[i + 1])).append('"');
        }
        return labels.toString();
    }

    private static String escaped(String value) {
        return value.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
    }

    private static String number(double value) {
        String plain = BigDecimal.valueOf(value).stripTrailingZeros().toPlainString();
        return plain.equals("0.0") ? "0" : plain;
    }
}

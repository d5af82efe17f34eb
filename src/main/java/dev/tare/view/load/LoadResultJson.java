package dev.tare.view.load;

import dev.tare.base.core.Outcome;
import dev.tare.base.core.Tally;
import dev.tare.base.core.Unsent;
import dev.tare.base.histogram.HistogramCodec;
import dev.tare.lab.bundle.Redaction;
import dev.tare.lab.bundle.Usage;
import dev.tare.lab.load.LoadInterval;
import dev.tare.lab.load.LoadRecord;
import dev.tare.lab.verdict.Reason;
import dev.tare.lab.verdict.Statistic;
import dev.tare.lab.verdict.load.JudgedLoad;
import dev.tare.lab.verdict.load.LoadFigure;
import dev.tare.lab.verdict.load.TimeKind;
import dev.tare.load.result.EndpointResult;
import dev.tare.load.result.LoadResult;
import dev.tare.load.result.PhaseResult;
import dev.tare.load.result.SizeSummary;
import dev.tare.view.text.MachineNames;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.HdrHistogram.Histogram;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** What came of a load, as a part of {@link LoadJson}: figures, counts, histograms, the series. */
final class LoadResultJson {
    private final JudgedLoad judged;
    private final HistogramCodec codec = new HistogramCodec();

    LoadResultJson(JudgedLoad judged) {
        this.judged = judged;
    }

    /** Adds {@code result} and {@code series}. */
    void write(ObjectNode root) {
        LoadRecord load = judged.load();
        LoadResult result = load.result();
        ObjectNode json = root.putObject("result");
        json.put("measured_ns", result.measuredEndNs() - result.measuredStartNs());
        json.put("stopped", result.stopped());
        json.put("saturated", judged.saturated());
        json.put("back_end", result.backEnd());
        tally(json.putObject("tally"), result.measured().tally());
        tally(json.putObject("lead_tally"), result.lead().tally());
        figure(json.putObject("rate"), judged.rate());
        figure(json.putObject("goodput"), judged.goodput());
        figure(json.putObject("received"), judged.received());
        figure(json.putObject("error_ratio"), judged.errorRatio(result.measured().tally()));
        failedTimes(json.putObject("failed_response_time"), result.measured());
        ObjectNode times = json.putObject("times");
        for (TimeKind kind : TimeKind.values()) {
            times(
                    times.putObject(kind.key()),
                    judged.times(kind),
                    statistic -> judged.figure(kind, statistic));
        }
        statuses(json.putObject("statuses"), result.measured().statuses());
        sizes(json.putObject("head_bytes"), result.measured().headBytes());
        sizes(json.putObject("body_bytes"), result.measured().bodyBytes());
        ArrayNode endpoints = json.putArray("endpoints");
        result.endpoints().forEach(endpoint -> endpoint(endpoints.addObject(), endpoint));
        ObjectNode transport = json.putObject("transport");
        counts(transport.putObject("addresses"), result.transport().addresses());
        counts(transport.putObject("protocols"), result.transport().protocols());
        transport.put("resumed", result.transport().resumed());
        counts(transport.putObject("failures"), result.transport().failures());
        instrument(json.putObject("instrument"), load.instrument());
        reasons(json.putArray("remarks"), judged.remarks());
        ArrayNode series = root.putArray("series");
        load.intervals().forEach(interval -> interval(series.addObject(), interval));
    }

    private void times(ObjectNode json, Histogram times, Function<Statistic, LoadFigure> figures) {
        json.put("count", times.getTotalCount());
        if (times.getTotalCount() == 0) {
            return;
        }
        for (Statistic statistic : Statistic.Whole.values()) {
            figure(json.putObject(statistic.label()), figures.apply(statistic));
        }
        ArrayNode percentiles = json.putArray("percentiles");
        for (double percentile : JudgedLoad.PERCENTILES) {
            ObjectNode each = percentiles.addObject();
            each.put("percentile", percentile);
            figure(each, figures.apply(new Statistic.Percentile(percentile)));
        }
        json.put("histogram", codec.encode(times));
    }

    private void failedTimes(ObjectNode json, PhaseResult phase) {
        Histogram times = phase.failedResponseTime();
        rawTimes(json, times, times.getTotalCount() > 0 ? codec.encode(times) : "");
    }

    private void endpoint(ObjectNode json, EndpointResult endpoint) {
        json.put("name", Redaction.text(endpoint.name()));
        tally(json.putObject("tally"), endpoint.tally());
        figure(json.putObject("rate"), judged.rate(endpoint));
        figure(json.putObject("goodput"), judged.goodput(endpoint));
        figure(json.putObject("error_ratio"), judged.errorRatio(endpoint.tally()));
        times(
                json.putObject("response_time"),
                endpoint.responseTime(),
                statistic -> judged.figure(endpoint, statistic));
    }

    private void interval(ObjectNode json, LoadInterval interval) {
        long zeroNs = judged.load().result().measuredStartNs();
        json.put("start_ns", interval.startNs() - zeroNs);
        json.put("end_ns", interval.endNs() - zeroNs);
        tally(json.putObject("tally"), interval.tally());
        statuses(json.putObject("statuses"), interval.statuses());
        rawTimes(
                json.putObject("response_time"),
                interval.responseTime(),
                interval.responseTimeCode());
        rawTimes(
                json.putObject("service_time"), interval.serviceTime(), interval.serviceTimeCode());
        rawTimes(json.putObject("send_lag"), interval.sendLag(), interval.sendLagCode());
    }

    private static void rawTimes(ObjectNode json, Histogram times, String code) {
        json.put("count", times.getTotalCount());
        if (times.getTotalCount() > 0) {
            json.put("mean_ns", times.getMean());
            json.put("p50_ns", times.getValueAtPercentile(50));
            json.put("p99_ns", times.getValueAtPercentile(99));
            json.put("max_ns", times.getMaxValue());
            json.put("histogram", code);
        }
    }

    private static void tally(ObjectNode json, Tally tally) {
        json.put("planned", tally.planned());
        json.put("sent", tally.sent());
        ObjectNode unsent = json.putObject("unsent");
        for (Unsent reason : Unsent.values()) {
            unsent.put(reason.key(), tally.count(reason));
        }
        ObjectNode outcomes = json.putObject("outcomes");
        for (Outcome outcome : Outcome.values()) {
            outcomes.put(outcome.key(), tally.count(outcome));
        }
        json.put("in_flight_at_end", tally.inFlightAtEnd());
        json.put("done_inside", tally.doneInside());
        json.put("correct_inside", tally.correctInside());
        json.put("bytes_inside", tally.bytesInside());
        json.put("body_bytes", tally.bodyBytes());
        json.put("connects_opened", tally.connectsOpened());
        json.put("connects_failed", tally.connectsFailed());
    }

    private static void statuses(ObjectNode json, Map<Integer, Long> statuses) {
        new TreeMap<>(statuses).forEach((status, count) -> json.put(status.toString(), count));
    }

    private static void counts(ObjectNode json, Map<String, Long> counts) {
        new TreeMap<>(counts).forEach(json::put);
    }

    private static void sizes(ObjectNode json, SizeSummary sizes) {
        json.put("count", sizes.count());
        json.put("min", sizes.min());
        json.put("max", sizes.max());
        json.put("mean", sizes.mean());
        json.put("standard_deviation", sizes.standardDeviation());
    }

    private static void instrument(ObjectNode json, Usage usage) {
        json.put("cpu_visible", usage.visible());
        json.put("cpu_ns", usage.cpuNs());
        json.put("window_ns", usage.windowNs());
        json.put("cores", usage.cores());
    }

    private static void figure(ObjectNode json, LoadFigure figure) {
        if (figure.shown()) {
            json.put("value", figure.value());
        } else {
            json.putNull("value");
            if (Double.isFinite(figure.value())) {
                json.put("withheld_value", figure.value());
            }
        }
        if (figure.interval().isEmpty() || !figure.shown()) {
            json.putNull("interval");
        }
        figure.interval()
                .filter(any -> figure.shown())
                .ifPresent(interval ->
                        json.putObject("interval")
                                .put("low", interval.low())
                                .put("high", interval.high())
                                .put("level", interval.level()));
        json.put("lower_bound", figure.lowerBound());
        json.put("unit", MachineNames.unit(figure.unit()));
        json.put("verdict", figure.verdict().name().toLowerCase(Locale.ROOT));
        reasons(json.putArray("reasons"), figure.reasons());
    }

    private static void reasons(ArrayNode json, List<Reason> reasons) {
        for (Reason reason : reasons) {
            json.addObject()
                    .put("rule", reason.rule())
                    .put("verdict", reason.verdict().name().toLowerCase(Locale.ROOT))
                    .put("sentence", reason.sentence())
                    .put("remedy", reason.remedy());
        }
    }
}

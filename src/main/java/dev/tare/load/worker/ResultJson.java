package dev.tare.load.worker;

import dev.tare.base.core.Outcome;
import dev.tare.base.core.Tally;
import dev.tare.base.core.Unsent;
import dev.tare.base.histogram.HistogramCodec;
import dev.tare.base.histogram.HistogramLayout;
import dev.tare.load.result.EndpointResult;
import dev.tare.load.result.IntervalResult;
import dev.tare.load.result.LoadResult;
import dev.tare.load.result.PhaseResult;
import dev.tare.load.result.SizeSummary;
import dev.tare.load.result.TransportFacts;
import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.HdrHistogram.Histogram;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Intervals and results as JSON, in the names of {@code docs/format/worker-v1.md}.
 *
 * <p>Thread-safety: an instance belongs to one thread; reading belongs to any.
 */
final class ResultJson {
    private static final String RESPONSE_TIME = "response_time";
    private static final String FAILED_RESPONSE_TIME = "failed_response_time";
    private static final String SERVICE_TIME = "service_time";
    private static final String SEND_LAG = "send_lag";
    private static final String CONNECT_TIME = "connect_time";
    private static final String HANDSHAKE_TIME = "handshake_time";

    private final HistogramCodec codec = new HistogramCodec();

    /** Adds the fields of an interval to {@code json}. */
    void write(ObjectNode json, IntervalResult interval) {
        json.put("start_ns", interval.startNs());
        json.put("end_ns", interval.endNs());
        json.set("lead", write(interval.lead()));
        json.set("measured", write(interval.measured()));
        HealthJson.write(json, interval.health());
    }

    /** Adds the fields of a result to {@code json}. */
    void write(ObjectNode json, LoadResult result) {
        json.put("start_ns", result.startNs());
        json.put("measured_start_ns", result.measuredStartNs());
        json.put("measured_end_ns", result.measuredEndNs());
        json.put("end_ns", result.endNs());
        json.put("back_end", result.backEnd());
        json.put("stopped", result.stopped());
        json.set("lead", write(result.lead()));
        json.set("measured", write(result.measured()));
        ArrayNode endpoints = json.putArray("endpoints");
        for (EndpointResult endpoint : result.endpoints()) {
            ObjectNode each = endpoints.addObject().put("name", endpoint.name());
            each.set("tally", write(endpoint.tally()));
            write(each, RESPONSE_TIME, endpoint.responseTime());
        }
        json.set("transport", write(result.transport()));
        HealthJson.write(json, result.health());
    }

    private static ObjectNode write(TransportFacts transport) {
        ObjectNode json = JsonObject.create();
        write(json.putObject("addresses"), transport.addresses());
        write(json.putObject("protocols"), transport.protocols());
        json.put("resumed", transport.resumed());
        write(json.putObject("failures"), transport.failures());
        HealthJson.write(json, transport.connections());
        return json;
    }

    private static void write(ObjectNode json, Map<?, Long> counts) {
        counts.forEach((key, count) -> json.put(key.toString(), count));
    }

    private static ObjectNode write(SizeSummary sizes) {
        ObjectNode json = JsonObject.create();
        json.put("count", sizes.count());
        json.put("min", sizes.min());
        json.put("max", sizes.max());
        json.put("sum", sizes.sum());
        json.put("sum_of_squares", sizes.sumOfSquares());
        return json;
    }

    private ObjectNode write(PhaseResult phase) {
        ObjectNode json = JsonObject.create();
        json.set("tally", write(phase.tally()));
        write(json, RESPONSE_TIME, phase.responseTime());
        write(json, FAILED_RESPONSE_TIME, phase.failedResponseTime());
        write(json, SERVICE_TIME, phase.serviceTime());
        write(json, SEND_LAG, phase.sendLag());
        write(json, CONNECT_TIME, phase.connectTime());
        write(json, HANDSHAKE_TIME, phase.handshakeTime());
        write(json.putObject("statuses"), phase.statuses());
        json.set("head_bytes", write(phase.headBytes()));
        json.set("body_bytes", write(phase.bodyBytes()));
        return json;
    }

    private void write(ObjectNode json, String name, Histogram histogram) {
        if (histogram.getTotalCount() > 0) {
            json.put(name, codec.encode(histogram));
        }
    }

    private static ObjectNode write(Tally tally) {
        ObjectNode json = JsonObject.create();
        json.put("planned", tally.planned());
        json.put("sent", tally.sent());
        ObjectNode unsent = json.putObject("unsent");
        tally.unsent().forEach((reason, count) -> unsent.put(reason.key(), count));
        ObjectNode outcomes = json.putObject("outcomes");
        tally.outcomes().forEach((outcome, count) -> outcomes.put(outcome.key(), count));
        json.put("in_flight_at_end", tally.inFlightAtEnd());
        json.put("done_inside", tally.doneInside());
        json.put("correct_inside", tally.correctInside());
        json.put("bytes_inside", tally.bytesInside());
        json.put("body_bytes", tally.bodyBytes());
        json.put("connects_opened", tally.connectsOpened());
        json.put("connects_failed", tally.connectsFailed());
        return json;
    }

    /**
     * Reads an interval.
     *
     * @throws IOException when it is not as documented
     */
    static IntervalResult readInterval(JsonObject json) throws IOException {
        return new IntervalResult(
                json.integer("start_ns"),
                json.integer("end_ns"),
                readPhase(json.object("lead")),
                readPhase(json.object("measured")),
                HealthJson.readHealth(json));
    }

    /**
     * Reads a result.
     *
     * @throws IOException when it is not as documented
     */
    static LoadResult readResult(JsonObject json) throws IOException {
        return new LoadResult(
                json.integer("start_ns"),
                json.integer("measured_start_ns"),
                json.integer("measured_end_ns"),
                json.integer("end_ns"),
                json.text("back_end"),
                json.flag("stopped"),
                readPhase(json.object("lead")),
                readPhase(json.object("measured")),
                readEndpoints(json),
                readTransport(json.object("transport")),
                HealthJson.readHealth(json));
    }

    private static List<EndpointResult> readEndpoints(JsonObject json) throws IOException {
        List<EndpointResult> endpoints = new ArrayList<>();
        for (JsonObject each : json.objects("endpoints")) {
            endpoints.add(
                    new EndpointResult(
                            each.text("name"),
                            readTally(each.object("tally")),
                            readHistogram(each, RESPONSE_TIME)));
        }
        return endpoints;
    }

    private static TransportFacts readTransport(JsonObject json) throws ProtocolException {
        return new TransportFacts(
                json.counts("addresses"),
                json.counts("protocols"),
                json.integer("resumed"),
                json.counts("failures"),
                HealthJson.readConnections(json));
    }

    private static Map<Integer, Long> readStatuses(JsonObject json) throws ProtocolException {
        Map<Integer, Long> statuses = new TreeMap<>();
        for (Map.Entry<String, Long> entry : json.counts("statuses").entrySet()) {
            try {
                statuses.put(Integer.valueOf(entry.getKey()), entry.getValue());
            } catch (NumberFormatException noStatus) {
                throw new ProtocolException("\"" + entry.getKey() + "\" is no status");
            }
        }
        return statuses;
    }

    private static SizeSummary readSizes(JsonObject json) throws ProtocolException {
        return new SizeSummary(
                json.integer("count"),
                json.integer("min"),
                json.integer("max"),
                json.number("sum"),
                json.number("sum_of_squares"));
    }

    private static PhaseResult readPhase(JsonObject json) throws IOException {
        return new PhaseResult(
                readTally(json.object("tally")),
                readHistogram(json, RESPONSE_TIME),
                readHistogram(json, FAILED_RESPONSE_TIME),
                readHistogram(json, SERVICE_TIME),
                readHistogram(json, SEND_LAG),
                readHistogram(json, CONNECT_TIME),
                readHistogram(json, HANDSHAKE_TIME),
                readStatuses(json),
                readSizes(json.object("head_bytes")),
                readSizes(json.object("body_bytes")));
    }

    private static Histogram readHistogram(JsonObject json, String name) throws IOException {
        return json.has(name)
                ? HistogramCodec.decode(json.text(name))
                : HistogramLayout.newHistogram();
    }

    private static Tally readTally(JsonObject json) throws ProtocolException {
        JsonObject unsentJson = json.object("unsent");
        Map<Unsent, Long> unsent = new EnumMap<>(Unsent.class);
        for (Unsent reason : Unsent.values()) {
            if (unsentJson.has(reason.key())) {
                unsent.put(reason, unsentJson.integer(reason.key()));
            }
        }
        unsentJson.refuseOthers();
        JsonObject outcomesJson = json.object("outcomes");
        Map<Outcome, Long> outcomes = new EnumMap<>(Outcome.class);
        for (Outcome outcome : Outcome.values()) {
            if (outcomesJson.has(outcome.key())) {
                outcomes.put(outcome, outcomesJson.integer(outcome.key()));
            }
        }
        outcomesJson.refuseOthers();
        return new Tally(
                json.integer("planned"),
                json.integer("sent"),
                unsent,
                outcomes,
                json.integer("in_flight_at_end"),
                json.integer("done_inside"),
                json.integer("correct_inside"),
                json.integer("bytes_inside"),
                json.integer("body_bytes"),
                json.integer("connects_opened"),
                json.integer("connects_failed"));
    }
}

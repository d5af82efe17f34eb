package dev.tare.view.load;

import dev.tare.base.core.AnswerCheck;
import dev.tare.base.core.Field;
import dev.tare.base.core.FurtherCheck;
import dev.tare.base.core.LoadModel;
import dev.tare.base.core.RateShape;
import dev.tare.base.core.RequestBody;
import dev.tare.lab.bundle.Redaction;
import dev.tare.load.spec.Endpoint;
import dev.tare.load.spec.LoadSpec;
import java.util.Locale;
import java.util.Set;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** What was asked for, as a part of {@link LoadJson}. Bodies stand there by their size alone. */
final class LoadSpecJson {
    private LoadSpecJson() {}

    static void write(ObjectNode root, LoadSpec spec, Set<String> secretFields) {
        switch (spec.model()) {
            case LoadModel.ClosedLoop _ -> root.putNull("seed");
            case LoadModel.OpenLoop open -> root.put("seed", open.seed());
        }
        ObjectNode json = root.putObject("load");
        model(json.putObject("model"), spec.model());
        ArrayNode endpoints = json.putArray("endpoints");
        for (Endpoint endpoint : spec.endpoints()) {
            endpoint(endpoints.addObject(), endpoint, secretFields);
        }
        json.put("connections", spec.policy().connections());
        json.put("depth", spec.policy().depth());
        json.put("opening", spec.policy().opening().key());
        json.put("reuse_min", spec.policy().reuseMin());
        json.put("reuse_max", spec.policy().reuseMax());
        json.put("cookies", spec.cookies());
        json.put("threads", spec.threads());
        json.put("lead_ns", spec.leadNs());
        json.put("measured_ns", spec.measuredNs());
        json.put("calls", spec.calls());
        json.put("interval_ns", spec.intervalNs());
        json.put("timeout_ns", spec.timeoutNs());
        json.put("drain_ns", spec.drainNs());
        json.put("back_end", key(spec.backEnd()));
        json.put("spin_ns", spec.spinNs());
    }

    private static String key(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    private static void model(ObjectNode json, LoadModel model) {
        json.put("name", ModelText.of(model));
        switch (model) {
            case LoadModel.ClosedLoop(long thinkTimeNs) -> {
                json.put("type", "closed_loop");
                json.put("think_time_ns", thinkTimeNs);
            }
            case LoadModel.OpenLoop(RateShape shape, LoadModel.ArrivalLaw law, long seed) -> {
                json.put("type", "open_loop");
                json.put("law", key(law));
                json.put("seed", seed);
                shape(json.putObject("shape"), shape);
            }
        }
    }

    private static void shape(ObjectNode json, RateShape shape) {
        switch (shape) {
            case RateShape.Steady(double ratePerSec) ->
                    json.put("type", "steady").put("rate_per_sec", ratePerSec);
            case RateShape.Ramp(double fromPerSec, double toPerSec, long durationNs) ->
                    json.put("type", "ramp")
                            .put("from_per_sec", fromPerSec)
                            .put("to_per_sec", toPerSec)
                            .put("duration_ns", durationNs);
            case RateShape.Steps steps -> {
                ArrayNode array = json.put("type", "steps").putArray("steps");
                for (RateShape.Step step : steps.steps()) {
                    array.addObject()
                            .put("rate_per_sec", step.ratePerSec())
                            .put("duration_ns", step.durationNs());
                }
            }
            case RateShape.Bursts(int size, long periodNs) ->
                    json.put("type", "bursts").put("size", size).put("period_ns", periodNs);
            case RateShape.Trace trace ->
                    json.put("type", "trace")
                            .put("starts", trace.offsetsNs().size())
                            .put("last_offset_ns", trace.offsetsNs().getLast());
        }
    }

    private static void endpoint(ObjectNode json, Endpoint endpoint, Set<String> secretFields) {
        json.put("name", Redaction.text(endpoint.name()));
        json.put("protocol", endpoint.target().protocol().key());
        json.put("host", endpoint.target().host());
        json.put("port", endpoint.target().port());
        json.put("tls", endpoint.target().tls().isPresent());
        json.put("unix_socket", endpoint.target().unixSocket());
        json.put("method", endpoint.request().method());
        json.put("target", Redaction.text(endpoint.request().target()));
        ArrayNode fields = json.putArray("fields");
        for (Field field : endpoint.request().fields()) {
            Field redacted = Redaction.field(field, secretFields);
            fields.addObject().put("name", redacted.name()).put("value", redacted.value());
        }
        json.put("bodies", endpoint.bodies().size());
        json.put("body_bytes", endpoint.bodies().stream().mapToLong(RequestBody::length).sum());
        json.put("weight", endpoint.weight());
        json.put("templated", endpoint.template().isPresent());
        check(json.putObject("check"), endpoint.check());
    }

    private static void check(ObjectNode json, AnswerCheck check) {
        json.put("status_min", check.statusMin());
        json.put("status_max", check.statusMax());
        if (check.bodyLength() == AnswerCheck.ANY_LENGTH) {
            json.putNull("body_length_bytes");
        } else {
            json.put("body_length_bytes", check.bodyLength());
        }
        json.put("body_contains", check.bodyPattern());
        ArrayNode further = json.putArray("further");
        check.further().forEach(each -> further.add(words(each)));
    }

    private static String words(FurtherCheck check) {
        return switch (check) {
            case FurtherCheck.Header header ->
                    "header " + header.name() + header.value().map(v -> " = " + v).orElse("");
            case FurtherCheck.BodyEquals(String text) ->
                    "body equals %d characters".formatted(text.length());
            case FurtherCheck.BodyMatches(String regex) -> "body matches " + regex;
            case FurtherCheck.BodyJson json ->
                    "JSON " + json.pointer() + json.value().map(v -> " = " + v).orElse("");
            case FurtherCheck.BodyChecksum(FurtherCheck.Checksum algorithm, String hex) ->
                    key(algorithm) + " " + hex;
            case FurtherCheck.GrpcStatus(int code) -> "gRPC status " + code;
        };
    }
}

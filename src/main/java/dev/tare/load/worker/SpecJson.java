package dev.tare.load.worker;

import dev.tare.base.core.AnswerCheck;
import dev.tare.base.core.Field;
import dev.tare.base.core.LoadModel;
import dev.tare.base.core.LoadModel.ArrivalLaw;
import dev.tare.base.core.LoadModel.ClosedLoop;
import dev.tare.base.core.LoadModel.OpenLoop;
import dev.tare.base.core.RequestSpec;
import dev.tare.io.net.IoBackEnd;
import dev.tare.load.engine.LoadSpec;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** A load as JSON, in the names of {@code docs/format/worker-v1.md}. */
final class SpecJson {
    private static final String CLOSED_LOOP = "closed_loop";
    private static final String OPEN_LOOP = "open_loop";

    private SpecJson() {}

    static ObjectNode write(LoadSpec spec) {
        ObjectNode json = JsonObject.create();
        json.put("host", spec.host());
        json.put("port", spec.port());
        json.set("request", write(spec.request()));
        json.set("check", write(spec.check()));
        json.set("model", write(spec.model()));
        json.put("connections", spec.connections());
        json.put("threads", spec.threads());
        json.put("start_ns", spec.startNs());
        json.put("lead_ns", spec.leadNs());
        json.put("measured_ns", spec.measuredNs());
        json.put("interval_ns", spec.intervalNs());
        json.put("timeout_ns", spec.timeoutNs());
        json.put("drain_ns", spec.drainNs());
        json.put("back_end", JsonObject.key(spec.backEnd()));
        json.put("spin_ns", spec.spinNs());
        return json;
    }

    private static ObjectNode write(RequestSpec request) {
        ObjectNode json = JsonObject.create();
        json.put("method", request.method());
        json.put("target", request.target());
        ArrayNode fields = json.putArray("fields");
        for (Field field : request.fields()) {
            fields.addObject().put("name", field.name()).put("value", field.value());
        }
        json.put("body", request.body());
        return json;
    }

    private static ObjectNode write(AnswerCheck check) {
        ObjectNode json = JsonObject.create();
        json.put("status_min", check.statusMin());
        json.put("status_max", check.statusMax());
        json.put("body_length", check.bodyLength());
        json.put("body_pattern", check.bodyPattern());
        return json;
    }

    private static ObjectNode write(LoadModel model) {
        ObjectNode json = JsonObject.create();
        switch (model) {
            case ClosedLoop closed -> json.put("type", CLOSED_LOOP);
            case OpenLoop open -> {
                json.put("type", OPEN_LOOP);
                json.put("offered_rate_per_sec", open.offeredRatePerSec());
                json.put("law", JsonObject.key(open.law()));
                json.put("seed", open.seed());
            }
        }
        return json;
    }

    /**
     * Reads a load.
     *
     * @throws ProtocolException when a field is missing, unknown or of another type
     * @throws IllegalArgumentException when a value is out of its range
     */
    static LoadSpec read(JsonObject json) throws ProtocolException {
        LoadSpec spec =
                new LoadSpec(
                        json.text("host"),
                        json.smallInteger("port"),
                        readRequest(json.object("request")),
                        readCheck(json.object("check")),
                        readModel(json.object("model")),
                        json.smallInteger("connections"),
                        json.smallInteger("threads"),
                        json.integer("start_ns"),
                        json.integer("lead_ns"),
                        json.integer("measured_ns"),
                        json.integer("interval_ns"),
                        json.integer("timeout_ns"),
                        json.integer("drain_ns"),
                        json.constant("back_end", IoBackEnd.values()),
                        json.integer("spin_ns"));
        json.refuseOthers();
        return spec;
    }

    private static RequestSpec readRequest(JsonObject json) throws ProtocolException {
        List<Field> fields = new ArrayList<>();
        for (JsonObject field : json.objects("fields")) {
            fields.add(new Field(field.text("name"), field.text("value")));
            field.refuseOthers();
        }
        RequestSpec request =
                new RequestSpec(
                        json.text("method"), json.text("target"), fields, json.text("body"));
        json.refuseOthers();
        return request;
    }

    private static AnswerCheck readCheck(JsonObject json) throws ProtocolException {
        AnswerCheck check =
                new AnswerCheck(
                        json.smallInteger("status_min"),
                        json.smallInteger("status_max"),
                        json.integer("body_length"),
                        json.text("body_pattern"));
        json.refuseOthers();
        return check;
    }

    private static LoadModel readModel(JsonObject json) throws ProtocolException {
        String type = json.text("type");
        LoadModel model =
                switch (type) {
                    case CLOSED_LOOP -> new ClosedLoop();
                    case OPEN_LOOP ->
                            new OpenLoop(
                                    json.number("offered_rate_per_sec"),
                                    json.constant("law", ArrivalLaw.values()),
                                    json.integer("seed"));
                    default ->
                            throw new ProtocolException(
                                    "the model \""
                                            + type
                                            + "\" is not known: "
                                            + CLOSED_LOOP
                                            + " or "
                                            + OPEN_LOOP);
                };
        json.refuseOthers();
        return model;
    }
}

package dev.tare.load.worker;

import dev.tare.base.core.LoadModel;
import dev.tare.base.core.LoadModel.ArrivalLaw;
import dev.tare.base.core.LoadModel.ClosedLoop;
import dev.tare.base.core.LoadModel.OpenLoop;
import dev.tare.base.core.RateShape;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** A load model as JSON, in the names of {@code docs/format/worker-v1.md}. */
final class ModelJson {
    private static final String CLOSED_LOOP = "closed_loop";
    private static final String OPEN_LOOP = "open_loop";

    private ModelJson() {}

    static ObjectNode write(LoadModel model) {
        ObjectNode json = JsonObject.create();
        switch (model) {
            case ClosedLoop(long thinkTimeNs) -> {
                json.put("type", CLOSED_LOOP);
                json.put("think_time_ns", thinkTimeNs);
            }
            case OpenLoop(RateShape shape, ArrivalLaw law, long seed) -> {
                json.put("type", OPEN_LOOP);
                json.set("shape", write(shape));
                json.put("law", JsonObject.key(law));
                json.put("seed", seed);
            }
        }
        return json;
    }

    private static ObjectNode write(RateShape shape) {
        ObjectNode json = JsonObject.create();
        switch (shape) {
            case RateShape.Steady(double ratePerSec) ->
                    json.put("type", "steady").put("rate_per_sec", ratePerSec);
            case RateShape.Ramp(double fromPerSec, double toPerSec, long durationNs) ->
                    json.put("type", "ramp")
                            .put("from_per_sec", fromPerSec)
                            .put("to_per_sec", toPerSec)
                            .put("duration_ns", durationNs);
            case RateShape.Steps(List<RateShape.Step> steps) -> {
                ArrayNode array = json.put("type", "steps").putArray("steps");
                for (RateShape.Step step : steps) {
                    array.addObject()
                            .put("rate_per_sec", step.ratePerSec())
                            .put("duration_ns", step.durationNs());
                }
            }
            case RateShape.Bursts(int size, long periodNs) ->
                    json.put("type", "bursts").put("size", size).put("period_ns", periodNs);
            case RateShape.Trace(List<Long> offsetsNs) -> {
                ArrayNode array = json.put("type", "trace").putArray("offsets_ns");
                offsetsNs.forEach(array::add);
            }
        }
        return json;
    }

    /**
     * Reads a model.
     *
     * @throws ProtocolException when a field is missing, unknown or of another type
     * @throws IllegalArgumentException when a value is out of its range
     */
    static LoadModel read(JsonObject json) throws ProtocolException {
        String type = json.text("type");
        LoadModel model =
                switch (type) {
                    case CLOSED_LOOP -> new ClosedLoop(json.integer("think_time_ns"));
                    case OPEN_LOOP ->
                            new OpenLoop(
                                    readShape(json.object("shape")),
                                    json.constant("law", ArrivalLaw.values()),
                                    json.integer("seed"));
                    default ->
                            throw new ProtocolException(
                                    "the model \"%s\" is not known: %s or %s"
                                            .formatted(type, CLOSED_LOOP, OPEN_LOOP));
                };
        json.refuseOthers();
        return model;
    }

    private static RateShape readShape(JsonObject json) throws ProtocolException {
        String type = json.text("type");
        RateShape shape =
                switch (type) {
                    case "steady" -> new RateShape.Steady(json.number("rate_per_sec"));
                    case "ramp" ->
                            new RateShape.Ramp(
                                    json.number("from_per_sec"),
                                    json.number("to_per_sec"),
                                    json.integer("duration_ns"));
                    case "steps" -> new RateShape.Steps(readSteps(json));
                    case "bursts" ->
                            new RateShape.Bursts(
                                    json.smallInteger("size"), json.integer("period_ns"));
                    case "trace" -> new RateShape.Trace(json.integers("offsets_ns"));
                    default ->
                            throw new ProtocolException("the shape \"" + type + "\" is not known");
                };
        json.refuseOthers();
        return shape;
    }

    private static List<RateShape.Step> readSteps(JsonObject json) throws ProtocolException {
        List<RateShape.Step> steps = new ArrayList<>();
        for (JsonObject step : json.objects("steps")) {
            steps.add(new RateShape.Step(step.number("rate_per_sec"), step.integer("duration_ns")));
            step.refuseOthers();
        }
        return steps;
    }
}

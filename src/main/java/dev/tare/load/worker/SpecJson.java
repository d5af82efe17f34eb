package dev.tare.load.worker;

import dev.tare.io.net.IoBackEnd;
import dev.tare.load.spec.ConnectionPolicy;
import dev.tare.load.spec.ConnectionPolicy.Opening;
import dev.tare.load.spec.Endpoint;
import dev.tare.load.spec.LoadSpec;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** A load as JSON, in the names of {@code docs/format/worker-v1.md}. */
final class SpecJson {
    private SpecJson() {}

    static ObjectNode write(LoadSpec spec) {
        ObjectNode json = JsonObject.create();
        ArrayNode endpoints = json.putArray("endpoints");
        spec.endpoints().forEach(endpoint -> endpoints.add(EndpointJson.write(endpoint)));
        json.set("model", ModelJson.write(spec.model()));
        json.set("policy", write(spec.policy()));
        json.put("cookies", spec.cookies());
        json.put("threads", spec.threads());
        json.put("start_ns", spec.startNs());
        json.put("lead_ns", spec.leadNs());
        json.put("measured_ns", spec.measuredNs());
        json.put("calls", spec.calls());
        json.put("interval_ns", spec.intervalNs());
        json.put("timeout_ns", spec.timeoutNs());
        json.put("drain_ns", spec.drainNs());
        json.put("back_end", JsonObject.key(spec.backEnd()));
        json.put("spin_ns", spec.spinNs());
        return json;
    }

    private static ObjectNode write(ConnectionPolicy policy) {
        ObjectNode json = JsonObject.create();
        json.put("connections", policy.connections());
        json.put("depth", policy.depth());
        json.put("opening", policy.opening().key());
        json.put("reuse_min", policy.reuseMin());
        json.put("reuse_max", policy.reuseMax());
        return json;
    }

    /**
     * Reads a load.
     *
     * @throws ProtocolException when a field is missing, unknown or of another type
     * @throws IllegalArgumentException when a value is out of its range
     */
    static LoadSpec read(JsonObject json) throws ProtocolException {
        List<Endpoint> endpoints = new ArrayList<>();
        for (JsonObject endpoint : json.objects("endpoints")) {
            endpoints.add(EndpointJson.read(endpoint));
        }
        LoadSpec spec =
                new LoadSpec(
                        endpoints,
                        ModelJson.read(json.object("model")),
                        readPolicy(json.object("policy")),
                        json.flag("cookies"),
                        json.smallInteger("threads"),
                        json.integer("start_ns"),
                        json.integer("lead_ns"),
                        json.integer("measured_ns"),
                        json.integer("calls"),
                        json.integer("interval_ns"),
                        json.integer("timeout_ns"),
                        json.integer("drain_ns"),
                        json.constant("back_end", IoBackEnd.values()),
                        json.integer("spin_ns"));
        json.refuseOthers();
        return spec;
    }

    private static ConnectionPolicy readPolicy(JsonObject json) throws ProtocolException {
        ConnectionPolicy policy =
                new ConnectionPolicy(
                        json.smallInteger("connections"),
                        json.smallInteger("depth"),
                        json.constant("opening", Opening.values()),
                        json.smallInteger("reuse_min"),
                        json.smallInteger("reuse_max"));
        json.refuseOthers();
        return policy;
    }
}

package dev.tare.load.worker;

import dev.tare.base.core.GeneratorHealth;
import dev.tare.base.core.Pauses;
import dev.tare.base.core.TcpSummary;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What held up a worker, and what the kernel knew of its connections, as JSON, in the names of
 * {@code docs/format/worker-v1.md}. Both are absent where nobody looked.
 */
final class HealthJson {
    private static final String HEALTH = "health";
    private static final String CONNECTIONS = "tcp";

    private HealthJson() {}

    /** Adds {@code health} to {@code json} where it is known. */
    static void write(ObjectNode json, GeneratorHealth health) {
        if (!health.known()) {
            return;
        }
        ObjectNode own = json.putObject(HEALTH);
        own.put("window_ns", health.windowNs());
        own.put("run_delay_ns", health.runDelayNs());
        own.put("preemptions", health.preemptions());
        own.put("collections", health.collections());
        own.put("collection_ns", health.collectionNs());
        own.put("longest_pause_ns", health.pauses().longestNs());
        ArrayNode classes = own.putArray("pauses");
        for (Pauses.LengthClass each : health.pauses().classes()) {
            classes.addObject()
                    .put("from_ns", each.fromNs())
                    .put("count", each.count())
                    .put("total_ns", each.totalNs());
        }
    }

    /**
     * Reads what {@link #write} has added.
     *
     * @throws ProtocolException when it is not as documented
     */
    static GeneratorHealth readHealth(JsonObject json) throws ProtocolException {
        if (!json.has(HEALTH)) {
            return GeneratorHealth.UNKNOWN;
        }
        JsonObject own = json.object(HEALTH);
        List<Pauses.LengthClass> classes = new ArrayList<>();
        for (JsonObject each : own.objects("pauses")) {
            classes.add(
                    new Pauses.LengthClass(
                            each.integer("from_ns"),
                            each.integer("count"),
                            each.integer("total_ns")));
        }
        return new GeneratorHealth(
                own.integer("window_ns"),
                new Pauses(own.integer("longest_pause_ns"), classes),
                own.integer("run_delay_ns"),
                own.integer("preemptions"),
                own.integer("collections"),
                own.integer("collection_ns"));
    }

    /** Adds {@code connections} to {@code json} where any was looked at. */
    static void write(ObjectNode json, TcpSummary connections) {
        if (connections.connections() == 0) {
            return;
        }
        json.putObject(CONNECTIONS)
                .put("connections", connections.connections())
                .put("segments_sent", connections.segmentsSent())
                .put("segments_repeated", connections.segmentsRepeated())
                .put("min_round_trip_ns", connections.minRoundTripNs())
                .put("median_round_trip_ns", connections.medianRoundTripNs());
    }

    /**
     * Reads what {@link #write(ObjectNode, TcpSummary)} has added.
     *
     * @throws ProtocolException when it is not as documented
     */
    static TcpSummary readConnections(JsonObject json) throws ProtocolException {
        if (!json.has(CONNECTIONS)) {
            return TcpSummary.NONE;
        }
        JsonObject own = json.object(CONNECTIONS);
        return new TcpSummary(
                own.smallInteger("connections"),
                own.integer("segments_sent"),
                own.integer("segments_repeated"),
                own.integer("min_round_trip_ns"),
                own.integer("median_round_trip_ns"));
    }
}

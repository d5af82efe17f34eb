package dev.tare.lab.smp;

import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.Message;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;

/**
 * Reads results that any tool wrote as SMP: the message in its three encodings, and the YAML of the
 * specification's first sample, from before there was a message.
 */
public final class SmpResultReader {
    private static final Set<String> OLD_KEYS =
            Set.of(
                    "start_time",
                    "end_time",
                    "exp_uuid",
                    "endpoint_url",
                    "env",
                    "client",
                    "metrics");
    private static final Set<String> OLD_CLIENT_KEYS = Set.of("connections", "rps", "latencies_ms");
    private static final Set<String> LATENCY_KEYS =
            Set.of("min", "average", "p50", "p90", "p99", "max");

    private final String source;

    private SmpResultReader(String source) {
        this.source = source;
    }

    /**
     * Reads one.
     *
     * @param source the file's name, whose ending tells the encoding; names it in faults
     * @throws SmpException in one line that names source, place and fault
     */
    public static SmpResult read(byte[] bytes, String source) throws SmpException {
        return read(bytes, SmpEncoding.ofName(source), source);
    }

    /** The same of a known encoding, whatever the name says. */
    static SmpResult read(byte[] bytes, SmpEncoding encoding, String source) throws SmpException {
        SmpResultReader reader = new SmpResultReader(source);
        if (encoding != SmpEncoding.BINARY) {
            JsonNode tree = encoding.tree(SmpKind.TEST_RESULT, bytes, source);
            if (tree.has("client") && !tree.has("smp_version")) {
                return reader.older(tree);
            }
            // protobuf's own reader passes a 32nd of January with a warning in the log.
            for (String name : List.of("start_time", "startTime", "end_time", "endTime")) {
                var _ = reader.moment(tree, name);
            }
        }
        return reader.result(encoding.decode(SmpKind.TEST_RESULT, bytes, source));
    }

    private SmpResult result(Message message) throws SmpException {
        Optional<SmpResult.Latency> latency = Optional.empty();
        if (message.hasField(field(message, "latencies_ms"))) {
            Message times = (Message) value(message, "latencies_ms");
            latency = Optional.of(latency(name -> (double) value(times, name)));
        }
        double ratePerSec = (double) value(message, "actual_qps");
        return new SmpResult(
                source,
                text(message, "smp_version"),
                text(message, "id"),
                text(message, "test_id"),
                text(message, "mesh_config_id"),
                text(message, "env_id"),
                labels(message),
                time(message, "start_time"),
                time(message, "end_time"),
                latency,
                OptionalDouble.of(ratePerSec),
                OptionalInt.empty(),
                "",
                text(message, "details_uri"));
    }

    private static SmpResult.Latency latency(Function<String, Double> time) {
        return new SmpResult.Latency(
                time.apply("min"),
                time.apply("average"),
                time.apply("p50"),
                time.apply("p90"),
                time.apply("p99"),
                time.apply("max"));
    }

    static Object value(Message message, String name) {
        return message.getField(field(message, name));
    }

    private static FieldDescriptor field(Message message, String name) {
        FieldDescriptor field = message.getDescriptorForType().findFieldByName(name);
        if (field == null) {
            throw new IllegalArgumentException("there is no field " + name);
        }
        return field;
    }

    static String text(Message message, String name) {
        return (String) value(message, name);
    }

    static Map<String, String> labels(Message message) {
        Map<String, String> labels = new TreeMap<>();
        for (Object entry : (List<?>) value(message, "labels")) {
            Message pair = (Message) entry;
            labels.put(text(pair, "key"), text(pair, "value"));
        }
        return labels;
    }

    private Optional<Instant> time(DynamicTime moment) throws SmpException {
        try {
            return Optional.of(Instant.ofEpochSecond(moment.seconds(), moment.nanos()));
        } catch (java.time.DateTimeException | ArithmeticException e) {
            throw new SmpException(
                    "%s: %s: no time that there is".formatted(source, moment.name()), e);
        }
    }

    /** A {@code google.protobuf.Timestamp} and the field in which it stands. */
    private record DynamicTime(String name, long seconds, int nanos) {}

    private Optional<Instant> time(Message message, String name) throws SmpException {
        if (!message.hasField(field(message, name))) {
            return Optional.empty();
        }
        DynamicMessage time = (DynamicMessage) value(message, name);
        return time(
                new DynamicTime(name, (long) value(time, "seconds"), (int) value(time, "nanos")));
    }

    private SmpResult older(JsonNode tree) throws SmpException {
        require("", tree, OLD_KEYS);
        JsonNode client = tree.get("client");
        require("client", client, OLD_CLIENT_KEYS);
        Optional<SmpResult.Latency> latency = Optional.empty();
        JsonNode times = client.get("latencies_ms");
        if (times != null) {
            require("client.latencies_ms", times, LATENCY_KEYS);
            for (String name : times.propertyNames()) {
                number(times, "client.latencies_ms", name);
            }
            latency =
                    Optional.of(latency(name -> times.has(name) ? times.get(name).asDouble() : 0));
        }
        OptionalDouble connections = number(client, "client", "connections");
        return new SmpResult(
                source,
                "",
                words(tree, "exp_uuid"),
                "",
                "",
                "",
                Map.of(),
                moment(tree, "start_time"),
                moment(tree, "end_time"),
                latency,
                number(client, "client", "rps"),
                connections.orElse(0) < 1
                        ? OptionalInt.empty()
                        : OptionalInt.of((int) connections.getAsDouble()),
                words(tree, "endpoint_url"),
                "");
    }

    private void require(String path, JsonNode node, Set<String> known) throws SmpException {
        String place = path.isEmpty() ? source : source + ": " + path;
        if (!node.isObject()) {
            throw new SmpException(place + ": must be a map");
        }
        for (String name : node.propertyNames()) {
            if (!known.contains(name)) {
                throw new SmpException(
                        "%s: unknown field \"%s\"; known are %s"
                                .formatted(
                                        place,
                                        SmpEncoding.oneLine(name),
                                        String.join(", ", known.stream().sorted().toList())));
            }
        }
    }

    private OptionalDouble number(JsonNode map, String path, String name) throws SmpException {
        JsonNode value = map.get(name);
        if (value == null || value.isNull()) {
            return OptionalDouble.empty();
        }
        if (!value.isNumber() || !Double.isFinite(value.asDouble())) {
            throw new SmpException("%s: %s.%s: is no number".formatted(source, path, name));
        }
        return OptionalDouble.of(value.asDouble());
    }

    private String words(JsonNode map, String name) throws SmpException {
        JsonNode value = map.get(name);
        if (value == null || value.isNull()) {
            return "";
        }
        if (!value.isValueNode()) {
            throw new SmpException("%s: %s: must be a text".formatted(source, name));
        }
        return value.asString();
    }

    private Optional<Instant> moment(JsonNode map, String name) throws SmpException {
        String text = words(map, name);
        try {
            return text.isEmpty() ? Optional.empty() : Optional.of(Instant.parse(text));
        } catch (DateTimeParseException e) {
            throw new SmpException(
                    "%s: %s: no time as RFC 3339 writes it".formatted(source, name), e);
        }
    }
}

package dev.tare.lab.smp;

import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.Message;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/**
 * Tells by its content whether a file is written in SMP, and reads it. A text is known by the names
 * of its fields, as the {@code .proto} files or protobuf's JSON spell them; bytes, which say
 * nothing of themselves, by a name in {@code .pb} and by being exactly one of the messages.
 */
public final class SmpFileReader {
    private static final Pattern MARK =
            Pattern.compile(
                    "(?:latencies_?ms|actual_?qps|smp_?version|clients)[\"']?\\s*+:",
                    Pattern.CASE_INSENSITIVE);

    /** Names that nothing but SMP has. */
    private static final Pattern SURE_MARK =
            Pattern.compile(
                    "(?:latencies_?ms|actual_?qps|smp_?version)[\"']?\\s*+:",
                    Pattern.CASE_INSENSITIVE);

    private static final Pattern YAML_TOP =
            Pattern.compile(
                    "^(?:latencies_?ms|actual_?qps|smp_?version|clients?|exp_uuid)\\s*+:",
                    Pattern.CASE_INSENSITIVE | Pattern.MULTILINE);

    private static final Set<String> RESULT_FIELDS = Set.of("latencies_ms", "actual_qps");
    private static final Set<String> OLDER_FIELDS = Set.of("exp_uuid", "env", "metrics");
    private static final Set<String> MACHINE_FIELDS =
            Set.of("nodes", "kubernetes_version", "individual_workloads", "traffic_metadata");
    private static final Set<String> TEXT_FIELDS_OF_ALL =
            Set.of("smp_version", "id", "name", "labels");

    /** A result's own fields have types and numbers that no other message has. */
    private static final List<SmpKind> MOST_TELLING_FIRST =
            List.of(
                    SmpKind.TEST_RESULT,
                    SmpKind.TEST_CONFIG,
                    SmpKind.MESH_CONFIG,
                    SmpKind.ENVIRONMENT);

    private final byte[] bytes;
    private final String source;

    private SmpFileReader(byte[] bytes, String source) {
        this.bytes = bytes;
        this.source = source;
    }

    /**
     * Reads a file.
     *
     * @param source its name, whose ending tells bytes and YAML; names it in faults
     * @return empty where it is something else than SMP
     * @throws SmpException in one line with its place, when it is SMP and broken
     */
    public static Optional<SmpFile> read(byte[] bytes, String source) throws SmpException {
        SmpFileReader reader = new SmpFileReader(bytes, source);
        if (source.toLowerCase(Locale.ROOT).endsWith(".pb")) {
            return Optional.of(reader.binary());
        }
        Optional<SmpEncoding> encoding = reader.encoding();
        return encoding.isEmpty() ? Optional.empty() : reader.text(encoding.get());
    }

    private Optional<SmpEncoding> encoding() {
        if (bytes.length > SmpEncoding.MAX_BYTES) {
            return Optional.empty();
        }
        // Names and brackets are ASCII: so much can be said of any bytes.
        String text = new String(bytes, StandardCharsets.ISO_8859_1);
        if (SmpEncoding.ofName(source) == SmpEncoding.YAML || YAML_TOP.matcher(text).find()) {
            return Optional.of(SmpEncoding.YAML);
        }
        return text.stripLeading().startsWith("{") && MARK.matcher(text).find()
                ? Optional.of(SmpEncoding.JSON)
                : Optional.empty();
    }

    private Optional<SmpFile> text(SmpEncoding encoding) throws SmpException {
        JsonNode tree;
        try {
            tree = encoding.tree(SmpKind.TEST_RESULT, bytes, source);
        } catch (SmpException e) {
            if (saysSmp()) {
                throw e;
            }
            return Optional.empty();
        }
        Optional<SmpKind> kind = kind(tree);
        return kind.isEmpty() ? Optional.empty() : Optional.of(read(kind.get(), encoding));
    }

    /** Whether a text that cannot be read was to be SMP, not a notebook that quotes some. */
    private boolean saysSmp() {
        String text = new String(bytes, StandardCharsets.ISO_8859_1);
        boolean named = SmpEncoding.ofName(source) != SmpEncoding.BINARY;
        return (named || text.stripLeading().startsWith("{")) && SURE_MARK.matcher(text).find();
    }

    private static Optional<SmpKind> kind(JsonNode tree) {
        Set<String> names = new HashSet<>();
        for (String name : tree.propertyNames()) {
            names.add(name.replaceAll("([A-Z])", "_$1").toLowerCase(Locale.ROOT));
        }
        JsonNode client = tree.get("client");
        boolean older =
                client != null
                        && client.isObject()
                        && (client.has("latencies_ms") || holdsAny(names, OLDER_FIELDS));
        if (older || holdsAny(names, RESULT_FIELDS)) {
            return Optional.of(SmpKind.TEST_RESULT);
        }
        JsonNode clients = tree.get("clients");
        if (clients != null && clients.isArray()) {
            return Optional.of(SmpKind.TEST_CONFIG);
        }
        if (!names.contains("smp_version")) {
            return Optional.empty();
        }
        if (holdsAny(names, MACHINE_FIELDS)) {
            return Optional.of(SmpKind.ENVIRONMENT);
        }
        return holdsAny(names, fields(SmpKind.TEST_RESULT))
                ? Optional.of(SmpKind.TEST_RESULT)
                : holdsAny(names, fields(SmpKind.MESH_CONFIG))
                        ? Optional.of(SmpKind.MESH_CONFIG)
                        : Optional.empty();
    }

    private static boolean holdsAny(Set<String> names, Set<String> wanted) {
        return wanted.stream().anyMatch(names::contains);
    }

    /** The fields of a message that not all of them have. */
    private static Set<String> fields(SmpKind kind) {
        Set<String> names = new HashSet<>();
        kind.descriptor().getFields().forEach(field -> names.add(field.getName()));
        names.removeAll(TEXT_FIELDS_OF_ALL);
        return names;
    }

    private SmpFile read(SmpKind kind, SmpEncoding encoding) throws SmpException {
        return switch (kind) {
            case TEST_RESULT -> new SmpFile.Result(SmpResultReader.read(bytes, encoding, source));
            case TEST_CONFIG -> config(encoding.decode(kind, bytes, source));
            case MESH_CONFIG, ENVIRONMENT -> new SmpFile.Other(kind);
        };
    }

    private static SmpFile config(Message message) {
        return new SmpFile.Config(SmpResultReader.text(message, "id"), SmpAsked.by(message));
    }

    /**
     * A message that the bytes fill without a rest; else a result with fields that are not known,
     * as a later version may have.
     */
    private SmpFile binary() throws SmpException {
        for (SmpKind kind : MOST_TELLING_FIRST) {
            if (fills(kind)) {
                return read(kind, SmpEncoding.BINARY);
            }
        }
        SmpResult result = SmpResultReader.read(bytes, SmpEncoding.BINARY, source);
        if (result.latency().isEmpty() && result.ratePerSec().orElse(0) == 0) {
            throw new SmpException(
                    "%s: no %s: it has neither latencies_ms nor actual_qps"
                            .formatted(source, SmpKind.TEST_RESULT.messageName()));
        }
        return new SmpFile.Result(result);
    }

    private boolean fills(SmpKind kind) {
        try {
            DynamicMessage message = SmpEncoding.BINARY.decode(kind, bytes, source);
            return isKnown(message)
                    && message.getAllFields().keySet().stream()
                            .anyMatch(field -> !TEXT_FIELDS_OF_ALL.contains(field.getName()));
        } catch (SmpException e) {
            return false;
        }
    }

    /** Whether no field of it, however deep, is unknown. */
    private static boolean isKnown(Message message) {
        if (!message.getUnknownFields().asMap().isEmpty()) {
            return false;
        }
        for (var entry : message.getAllFields().entrySet()) {
            if (entry.getKey().getJavaType() != FieldDescriptor.JavaType.MESSAGE) {
                continue;
            }
            List<?> values =
                    entry.getKey().isRepeated()
                            ? (List<?>) entry.getValue()
                            : List.of(entry.getValue());
            if (!values.stream().allMatch(value -> isKnown((Message) value))) {
                return false;
            }
        }
        return true;
    }
}

package dev.tare.lab.smp;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedInputStream;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.util.JsonFormat;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.dataformat.yaml.YAMLMapper;
import tools.jackson.dataformat.yaml.YAMLWriteFeature;

/**
 * The three encodings in which SMP messages are written: protobuf's bytes, its JSON with the names
 * of the {@code .proto} files, and that JSON's tree as YAML.
 *
 * <p>Bytes keep fields that this version does not know; JSON and YAML are refused with them, by
 * name: a word that is mistyped must not be passed over. Documents are read as bare trees; no tag
 * makes a class.
 */
public enum SmpEncoding {
    BINARY("pb"),
    JSON("json"),
    YAML("yaml");

    /** The longest document that is read, bytes. */
    public static final int MAX_BYTES = 16 * 1024 * 1024;

    private static final int MAX_DEPTH = 32;

    private static final JsonMapper JSON_TREE =
            JsonMapper.builder()
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                    .build();

    private static final YAMLMapper YAML_TREE =
            YAMLMapper.builder()
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                    .disable(YAMLWriteFeature.WRITE_DOC_START_MARKER)
                    .enable(YAMLWriteFeature.MINIMIZE_QUOTES)
                    .enable(YAMLWriteFeature.ALWAYS_QUOTE_NUMBERS_AS_STRINGS)
                    .build();

    private final String suffix;

    SmpEncoding(String suffix) {
        this.suffix = suffix;
    }

    /** Of a file's name, without the dot. */
    public String suffix() {
        return suffix;
    }

    /** The encoding that a file's name tells; JSON is read as YAML too, of which it is a part. */
    public static SmpEncoding ofName(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        return lower.endsWith(".yaml") || lower.endsWith(".yml")
                ? YAML
                : lower.endsWith(".json") ? JSON : BINARY;
    }

    /** Writes a message. Text is UTF-8 and ends in a line feed. */
    public byte[] encode(Message message) {
        try {
            return switch (this) {
                case BINARY -> message.toByteArray();
                case JSON -> utf8(json(message) + "\n");
                case YAML -> utf8(YAML_TREE.writeValueAsString(yamlTree(message)));
            };
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalArgumentException("a message that has no JSON", e);
        }
    }

    private static String json(Message message) throws InvalidProtocolBufferException {
        return JsonFormat.printer().preservingProtoFieldNames().print(message);
    }

    /** JSON's tree, but with whole numbers as such: JSON's rule for 64 bits is JavaScript's. */
    private static JsonNode yamlTree(Message message) throws InvalidProtocolBufferException {
        JsonNode tree = JSON_TREE.readTree(json(message));
        plainNumbers(message, (ObjectNode) tree);
        return tree;
    }

    private static void plainNumbers(Message message, ObjectNode tree) {
        message.getAllFields()
                .forEach((field, value) -> {
                    if (field.isMapField() || isWellKnown(field)) {
                        return;
                    }
                    JsonNode node = tree.get(field.getName());
                    if (field.getType() == FieldDescriptor.Type.INT64) {
                        tree.put(field.getName(), (long) value);
                    } else if (field.getType() == FieldDescriptor.Type.MESSAGE
                            && field.isRepeated()) {
                        for (int i = 0; i < message.getRepeatedFieldCount(field); i++) {
                            plainNumbers(
                                    (Message) message.getRepeatedField(field, i),
                                    (ObjectNode) node.get(i));
                        }
                    } else if (field.getType() == FieldDescriptor.Type.MESSAGE) {
                        plainNumbers((Message) value, (ObjectNode) node);
                    }
                });
    }

    /** A type whose JSON is no map of its fields. */
    private static boolean isWellKnown(FieldDescriptor field) {
        return field.getType() == FieldDescriptor.Type.MESSAGE
                && field.getMessageType().getFullName().startsWith("google.");
    }

    /**
     * Reads a message.
     *
     * @param source names the bytes in faults
     * @throws SmpException when they are none of that kind
     */
    public DynamicMessage decode(SmpKind kind, byte[] bytes, String source) throws SmpException {
        requireShort(bytes, source);
        return this == BINARY
                ? binary(kind, bytes, source)
                : message(kind, tree(kind, bytes, source), source);
    }

    private static void requireShort(byte[] bytes, String source) throws SmpException {
        if (bytes.length > MAX_BYTES) {
            throw new SmpException("%s: longer than %d bytes".formatted(source, MAX_BYTES));
        }
    }

    /**
     * The bare tree of a text.
     *
     * @throws SmpException when it is no map
     */
    JsonNode tree(SmpKind kind, byte[] bytes, String source) throws SmpException {
        requireShort(bytes, source);
        return switch (this) {
            case BINARY -> throw new IllegalArgumentException("protobuf's bytes are no tree");
            case JSON -> tree(kind, text(bytes, source), JSON_TREE, source);
            case YAML -> tree(kind, text(bytes, source), YAML_TREE, source);
        };
    }

    private static DynamicMessage binary(SmpKind kind, byte[] bytes, String source)
            throws SmpException {
        CodedInputStream in = ByteString.copyFrom(bytes).newCodedInput();
        in.setRecursionLimit(MAX_DEPTH);
        try {
            DynamicMessage message = DynamicMessage.parseFrom(kind.descriptor(), in);
            if (message.getAllFields().isEmpty() && bytes.length > 0) {
                throw new SmpException(
                        "%s: no field of %s is in it".formatted(source, kind.messageName()));
            }
            return message;
        } catch (IOException e) {
            throw new SmpException(
                    "%s: no %s: at byte %d: %s"
                            .formatted(
                                    source,
                                    kind.messageName(),
                                    in.getTotalBytesRead(),
                                    oneLine(e.getMessage())),
                    e);
        }
    }

    private static JsonNode tree(SmpKind kind, String text, ObjectMapper mapper, String source)
            throws SmpException {
        JsonNode tree;
        try {
            tree = mapper.readTree(text);
        } catch (JacksonException e) {
            throw new SmpException(
                    "%s%s: unreadable: %s"
                            .formatted(
                                    source,
                                    place(e.getLocation()),
                                    oneLine(e.getOriginalMessage())),
                    e);
        }
        if (tree == null || !tree.isObject()) {
            throw new SmpException(
                    "%s: a %s is a map of fields".formatted(source, kind.messageName()));
        }
        return tree;
    }

    private static DynamicMessage message(SmpKind kind, JsonNode tree, String source)
            throws SmpException {
        DynamicMessage.Builder builder = DynamicMessage.newBuilder(kind.descriptor());
        try {
            JsonFormat.parser().merge(tree.toString(), builder);
        } catch (InvalidProtocolBufferException e) {
            throw new SmpException(
                    "%s: no %s: %s".formatted(source, kind.messageName(), oneLine(e.getMessage())),
                    e);
        }
        return builder.build();
    }

    private static String text(byte[] bytes, String source) throws SmpException {
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
        } catch (CharacterCodingException e) {
            throw new SmpException("%s: not UTF-8".formatted(source), e);
        }
    }

    private static String place(@Nullable TokenStreamLocation location) {
        return location == null || location.getLineNr() < 1
                ? ""
                : ", line %d, column %d".formatted(location.getLineNr(), location.getColumnNr());
    }

    static String oneLine(@Nullable String message) {
        return message == null
                ? "unreadable"
                : message.lines().findFirst().orElse("unreadable").replaceAll("\\p{Cntrl}", " ");
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}

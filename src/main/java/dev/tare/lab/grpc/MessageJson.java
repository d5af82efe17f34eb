package dev.tare.lab.grpc;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.util.JsonFormat;
import com.google.protobuf.util.JsonFormat.TypeRegistry;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Messages of one type, between JSON and the bytes of protobuf.
 *
 * <p>Unknown fields are refused, as are a field given twice and JSON that is not strict.
 *
 * <p>Thread-safety: immutable. Source: "ProtoJSON Format" of protobuf's documentation.
 */
public final class MessageJson {
    private static final JsonMapper JSON =
            JsonMapper.builder()
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                    .build();

    private final Descriptor type;
    private final JsonFormat.Parser parser;
    private final JsonFormat.Printer printer;

    /**
     * @param types what {@code Any} may hold
     */
    MessageJson(Descriptor type, TypeRegistry types) {
        this.type = type;
        parser = JsonFormat.parser().usingTypeRegistry(types);
        printer = JsonFormat.printer().usingTypeRegistry(types).omittingInsignificantWhitespace();
    }

    /**
     * Encodes one message.
     *
     * @param json an object, or what else the type's JSON is; blank counts as <code>{}</code>
     * @return the bytes of protobuf, without gRPC's prefix; may be empty
     * @throws GrpcException in one line that names the place, such as {@code $.items[2].name}
     */
    public byte[] encode(String json) throws GrpcException {
        List<JsonNode> values = values(json);
        if (values.size() != 1) {
            throw new GrpcException(
                    "%d JSON values where one %s is wanted"
                            .formatted(values.size(), type.getFullName()));
        }
        return encode(values.getFirst());
    }

    /**
     * Writes one message as JSON, in one line.
     *
     * @param message bytes of protobuf, without gRPC's prefix
     * @throws GrpcException when they are no message of this type, or hold an {@code Any} of a type
     *     that the descriptors do not tell of
     */
    public String print(byte[] message) throws GrpcException {
        try {
            return printer.print(DynamicMessage.parseFrom(type, message));
        } catch (InvalidProtocolBufferException | RuntimeException e) {
            // Besides its own exception the printer throws what it trips over in foreign bytes.
            throw new GrpcException(
                    "%d bytes cannot be shown as %s: %s"
                            .formatted(
                                    message.length,
                                    type.getFullName(),
                                    GrpcException.oneLine(e.getMessage())),
                    e);
        }
    }

    /** The values of a text, one after the other; of a blank one: one empty object. */
    static List<JsonNode> values(String text) throws GrpcException {
        List<JsonNode> values = new ArrayList<>();
        try (JsonParser parser = JSON.createParser(text)) {
            while (parser.nextToken() != null) {
                values.add(parser.readValueAsTree());
            }
        } catch (JacksonException e) {
            TokenStreamLocation at = e.getLocation();
            throw new GrpcException(
                    "the message is no JSON at line %d, column %d: %s"
                            .formatted(
                                    at == null ? 1 : at.getLineNr(),
                                    at == null ? 1 : at.getColumnNr(),
                                    GrpcException.oneLine(e.getOriginalMessage())),
                    e);
        }
        return values.isEmpty() ? List.of(JSON.createObjectNode()) : values;
    }

    byte[] encode(JsonNode value) throws GrpcException {
        DynamicMessage.Builder message = DynamicMessage.newBuilder(type);
        try {
            parser.merge(value.toString(), message);
            return message.build().toByteArray();
        } catch (InvalidProtocolBufferException | RuntimeException e) {
            JsonFault fault = new JsonFaultFinder(parser).find(type, value);
            throw new GrpcException(
                    "%s: %s (message %s)"
                            .formatted(fault.place(), fault.reason(), type.getFullName()),
                    e);
        }
    }
}

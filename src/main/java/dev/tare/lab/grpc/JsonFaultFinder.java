package dev.tare.lab.grpc;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor.JavaType;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.util.JsonFormat;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * Finds the place at which JSON stops being a message.
 *
 * <p>The library that reads it says what is wrong, not where. So each part is tried alone, and the
 * smallest part that is refused is the place.
 */
final class JsonFaultFinder {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final String ROOT = "$";

    private final JsonFormat.Parser parser;

    JsonFaultFinder(JsonFormat.Parser parser) {
        this.parser = parser;
    }

    /** The fault in a value that was refused as a message of the type. */
    JsonFault find(Descriptor type, JsonNode value) {
        JsonFault inside = inMessage(ROOT, type, value);
        if (inside != null) {
            return inside;
        }
        String refusal = refusal(type, value);
        return new JsonFault(ROOT, refusal == null ? "the message is refused" : refusal);
    }

    private @Nullable JsonFault inMessage(String place, Descriptor type, JsonNode value) {
        if (!value.isObject() || hasJsonOfItsOwn(type)) {
            return null;
        }
        Set<FieldDescriptor> seen = new HashSet<>();
        for (Map.Entry<String, JsonNode> member : value.properties()) {
            String at = place + "." + printable(member.getKey());
            FieldDescriptor field = field(type, member.getKey());
            if (field == null) {
                return new JsonFault(at, unknown(type, member.getKey()));
            }
            if (!seen.add(field)) {
                return new JsonFault(at, "the field is given twice");
            }
            JsonFault fault = inField(at, type, field, member.getKey(), member.getValue());
            if (fault != null) {
                return fault;
            }
        }
        return null;
    }

    private @Nullable JsonFault inField(
            String place, Descriptor type, FieldDescriptor field, String name, JsonNode value) {
        String refusal = refusal(type, NODES.objectNode().set(name, value));
        if (refusal == null) {
            return null;
        }
        JsonFault inside = null;
        if (field.isMapField() && value.isObject()) {
            inside = inMap(place, type, field, name, value);
        } else if (field.isRepeated() && value.isArray()) {
            inside = inArray(place, type, field, name, value);
        } else if (field.getJavaType() == JavaType.MESSAGE) {
            inside = inMessage(place, field.getMessageType(), value);
        }
        return inside == null ? new JsonFault(place, refusal) : inside;
    }

    private @Nullable JsonFault inArray(
            String place, Descriptor type, FieldDescriptor field, String name, JsonNode array) {
        for (int i = 0; i < array.size(); i++) {
            JsonNode one = NODES.arrayNode().add(array.get(i));
            String refusal = refusal(type, NODES.objectNode().set(name, one));
            if (refusal != null) {
                String at = place + "[" + i + "]";
                JsonFault inside =
                        field.getJavaType() == JavaType.MESSAGE
                                ? inMessage(at, field.getMessageType(), array.get(i))
                                : null;
                return inside == null ? new JsonFault(at, refusal) : inside;
            }
        }
        return null;
    }

    private @Nullable JsonFault inMap(
            String place, Descriptor type, FieldDescriptor field, String name, JsonNode map) {
        FieldDescriptor values = field.getMessageType().findFieldByName("value");
        for (Map.Entry<String, JsonNode> entry : map.properties()) {
            JsonNode one = NODES.objectNode().set(entry.getKey(), entry.getValue());
            String refusal = refusal(type, NODES.objectNode().set(name, one));
            if (refusal != null) {
                String at = place + "." + printable(entry.getKey());
                JsonFault inside =
                        values.getJavaType() == JavaType.MESSAGE
                                ? inMessage(at, values.getMessageType(), entry.getValue())
                                : null;
                return inside == null ? new JsonFault(at, refusal) : inside;
            }
        }
        return null;
    }

    private @Nullable String refusal(Descriptor type, JsonNode value) {
        try {
            parser.merge(value.toString(), DynamicMessage.newBuilder(type));
            return null;
        } catch (InvalidProtocolBufferException | RuntimeException e) {
            return GrpcException.oneLine(e.getMessage());
        }
    }

    /** As the library finds it: by either name. */
    private static @Nullable FieldDescriptor field(Descriptor type, String name) {
        for (FieldDescriptor field : type.getFields()) {
            if (field.getName().equals(name) || field.getJsonName().equals(name)) {
                return field;
            }
        }
        return null;
    }

    private static String unknown(Descriptor type, String name) {
        List<String> names = new ArrayList<>();
        type.getFields().forEach(field -> names.add(field.getJsonName()));
        return "%s has no such field; it has %s"
                .formatted(type.getFullName(), NearNames.list(name, names));
    }

    /** Types such as Timestamp, Struct and Any, whose JSON does not name their fields. */
    private static boolean hasJsonOfItsOwn(Descriptor type) {
        return type.getFile().getPackage().equals("google.protobuf");
    }

    private static String printable(String name) {
        return GrpcException.oneLine(name);
    }
}

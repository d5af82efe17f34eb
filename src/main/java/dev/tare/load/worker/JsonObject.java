package dev.tare.load.worker;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * A JSON object from which fields are taken by name and type; what is missing or of another type is
 * named in the exception.
 */
final class JsonObject {
    private static final JsonMapper MAPPER =
            JsonMapper.builder()
                    .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
                    .build();

    private final String where;
    private final JsonNode node;
    private final Set<String> taken = new HashSet<>();

    private JsonObject(String where, JsonNode node) throws ProtocolException {
        if (!node.isObject()) {
            throw new ProtocolException(where + " must be an object");
        }
        this.where = where;
        this.node = node;
    }

    /**
     * Parses a line that holds one object.
     *
     * @throws ProtocolException when it does not
     */
    static JsonObject parse(String line) throws ProtocolException {
        try {
            return new JsonObject("document", MAPPER.readTree(line));
        } catch (JacksonException broken) {
            throw new ProtocolException("no JSON document: " + broken.getOriginalMessage());
        }
    }

    static ObjectNode create() {
        return MAPPER.createObjectNode();
    }

    static String text(ObjectNode object) {
        return MAPPER.writeValueAsString(object);
    }

    private JsonNode take(String name) throws ProtocolException {
        taken.add(name);
        JsonNode value = node.get(name);
        if (value == null) {
            throw new ProtocolException(where + " lacks " + name);
        }
        return value;
    }

    private ProtocolException not(String name, String what) {
        return new ProtocolException("%s: %s must be %s".formatted(where, name, what));
    }

    boolean has(String name) {
        return node.has(name);
    }

    long integer(String name) throws ProtocolException {
        JsonNode value = take(name);
        if (!value.isIntegralNumber() || !value.canConvertToLong()) {
            throw not(name, "an integer of 64 bits");
        }
        return value.longValue();
    }

    int smallInteger(String name) throws ProtocolException {
        long value = integer(name);
        if (value != (int) value) {
            throw not(name, "an integer of 32 bits");
        }
        return (int) value;
    }

    double number(String name) throws ProtocolException {
        JsonNode value = take(name);
        if (!value.isNumber()) {
            throw not(name, "a number");
        }
        return value.doubleValue();
    }

    boolean flag(String name) throws ProtocolException {
        JsonNode value = take(name);
        if (!value.isBoolean()) {
            throw not(name, "true or false");
        }
        return value.booleanValue();
    }

    String text(String name) throws ProtocolException {
        JsonNode value = take(name);
        if (!value.isString()) {
            throw not(name, "a text");
        }
        return value.stringValue();
    }

    /** One of {@code values}, by its name in lower case. */
    <E extends Enum<E>> E constant(String name, E[] values) throws ProtocolException {
        String text = text(name);
        for (E value : values) {
            if (key(value).equals(text)) {
                return value;
            }
        }
        throw not(name, "one of those documented, and not \"" + text + "\"");
    }

    static String key(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }

    JsonObject object(String name) throws ProtocolException {
        return new JsonObject(where + "." + name, take(name));
    }

    List<JsonObject> objects(String name) throws ProtocolException {
        List<JsonObject> objects = new ArrayList<>();
        for (JsonNode element : array(name)) {
            objects.add(
                    new JsonObject("%s.%s[%d]".formatted(where, name, objects.size()), element));
        }
        return objects;
    }

    List<String> texts(String name) throws ProtocolException {
        List<String> texts = new ArrayList<>();
        for (JsonNode element : array(name)) {
            if (!element.isString()) {
                throw not(name, "an array of texts");
            }
            texts.add(element.stringValue());
        }
        return texts;
    }

    List<Long> integers(String name) throws ProtocolException {
        List<Long> integers = new ArrayList<>();
        for (JsonNode element : array(name)) {
            if (!element.isIntegralNumber() || !element.canConvertToLong()) {
                throw not(name, "an array of integers of 64 bits");
            }
            integers.add(element.longValue());
        }
        return integers;
    }

    private JsonNode array(String name) throws ProtocolException {
        JsonNode array = take(name);
        if (!array.isArray()) {
            throw not(name, "an array");
        }
        return array;
    }

    /** The fields of an object whose values are integers, whatever their names. */
    Map<String, Long> counts(String name) throws ProtocolException {
        JsonObject object = object(name);
        Map<String, Long> counts = new TreeMap<>();
        for (String key : object.node.propertyNames()) {
            counts.put(key, object.integer(key));
        }
        return counts;
    }

    /**
     * Refuses fields that nobody asked for: a load of which a part is ignored is another load.
     *
     * @throws ProtocolException that names one
     */
    void refuseOthers() throws ProtocolException {
        for (String name : node.propertyNames()) {
            if (!taken.contains(name)) {
                throw new ProtocolException(where + " has a field that is not known: " + name);
            }
        }
    }
}

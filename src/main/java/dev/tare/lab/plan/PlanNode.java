package dev.tare.lab.plan;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.node.StringNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/**
 * A place in a plan's document that knows its path, so that every fault names where it is.
 *
 * <p>The document is read as a bare tree: maps, lists and scalars. No tag of YAML's makes a class.
 */
final class PlanNode {
    /** The longest document that is read, characters. */
    static final int MAX_DOCUMENT_LENGTH = 1_000_000;

    private static final YAMLMapper YAML =
            YAMLMapper.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

    private static final Pattern WORD_START = Pattern.compile("_([a-z])");

    private final JsonNode node;
    private final String source;
    private final String path;

    private PlanNode(JsonNode node, String source, String path) {
        this.node = node;
        this.source = source;
        this.path = path;
    }

    static PlanNode parse(String text, String source) throws PlanException {
        return parse(text, source, "a plan is a map with keys such as specimens and workloads");
    }

    /**
     * Reads a document.
     *
     * @param shape what it has to be, in words, for the case that it is something else
     */
    static PlanNode parse(String text, String source, String shape) throws PlanException {
        if (text.length() > MAX_DOCUMENT_LENGTH) {
            throw new PlanException(source + ": longer than 1,000,000 characters; " + shape);
        }
        JsonNode tree;
        try {
            tree = YAML.readTree(text);
        } catch (JacksonException e) {
            throw new PlanException(
                    "%s%s: not YAML: %s".formatted(source, place(e.getLocation()), firstLine(e)));
        }
        if (!tree.isObject()) {
            throw new PlanException(source + ": " + shape);
        }
        return new PlanNode(tree, source, "");
    }

    private static String place(@Nullable TokenStreamLocation location) {
        return location == null || location.getLineNr() < 1
                ? ""
                : ", line %d, column %d".formatted(location.getLineNr(), location.getColumnNr());
    }

    private static String firstLine(JacksonException e) {
        String message = e.getOriginalMessage();
        return message == null ? "unreadable" : message.lines().findFirst().orElse("unreadable");
    }

    PlanException fault(String sentence) {
        return new PlanException(
                path.isEmpty() ? source + ": " + sentence : source + ": " + path + ": " + sentence);
    }

    void allow(String... keys) throws PlanException {
        if (!node.isObject()) {
            throw fault("must be a map with the keys " + String.join(", ", keys));
        }
        Set<String> allowed = Set.of(keys);
        for (String name : node.propertyNames()) {
            if (!allowed.contains(name)) {
                throw fault(
                        "unknown key \"%s\"; known are %s"
                                .formatted(name, String.join(", ", keys)));
            }
        }
    }

    boolean has(String key) {
        return node.has(key) && !node.get(key).isNull();
    }

    /** Whether something stands there, and be it only a map; an empty text is as none. */
    boolean hasText(String key) {
        return has(key) && !(node.get(key).isString() && node.get(key).asString().isEmpty());
    }

    /**
     * The same map, {@code endpointUrls} and the like under the names that {@code .proto} files
     * have for them: {@code endpoint_urls}.
     *
     * @param keys in the words of the {@code .proto} file
     */
    PlanNode withProtoNames(String... keys) throws PlanException {
        if (!(node instanceof ObjectNode map)) {
            throw fault("must be a map with the keys " + String.join(", ", keys));
        }
        ObjectNode copy = map.deepCopy();
        for (String key : keys) {
            String jsonName =
                    WORD_START.matcher(key).replaceAll(m -> m.group(1).toUpperCase(Locale.ROOT));
            if (!jsonName.equals(key) && copy.has(jsonName)) {
                if (copy.has(key)) {
                    throw fault("has \"%s\" and \"%s\"; leave one out".formatted(key, jsonName));
                }
                copy.set(key, copy.remove(jsonName));
            }
        }
        return new PlanNode(copy, source, path);
    }

    boolean isText() {
        return node.isValueNode();
    }

    Collection<String> names() throws PlanException {
        if (!node.isObject()) {
            throw fault("must be a map of names to values");
        }
        return node.propertyNames();
    }

    PlanNode child(String key) throws PlanException {
        if (!has(key)) {
            throw fault("has no \"" + key + "\"; add it");
        }
        return new PlanNode(node.get(key), source, path.isEmpty() ? key : path + "." + key);
    }

    List<PlanNode> items(String key) throws PlanException {
        PlanNode list = child(key);
        if (!list.node.isArray()) {
            throw list.fault("must be a list");
        }
        List<PlanNode> items = new ArrayList<>();
        for (int i = 0; i < list.node.size(); i++) {
            items.add(new PlanNode(list.node.get(i), source, list.path + "[" + (i + 1) + "]"));
        }
        return items;
    }

    /** The values of a list of single values. */
    List<String> texts(String key) throws PlanException {
        List<String> texts = new ArrayList<>();
        for (PlanNode item : items(key)) {
            texts.add(item.text());
        }
        return texts;
    }

    /**
     * The same map without {@code key}, every text within it put through {@code change}, names of
     * keys excepted.
     *
     * @param label stands behind the path in messages
     */
    PlanNode changed(String key, String label, UnaryOperator<String> change) {
        ObjectNode copy = (ObjectNode) node.deepCopy();
        copy.remove(key);
        return new PlanNode(changed(copy, change), source, path + " (" + label + ")");
    }

    private static JsonNode changed(JsonNode tree, UnaryOperator<String> change) {
        return switch (tree) {
            case ObjectNode map -> {
                for (String name : List.copyOf(map.propertyNames())) {
                    map.set(name, changed(map.get(name), change));
                }
                yield map;
            }
            case ArrayNode list -> {
                for (int i = 0; i < list.size(); i++) {
                    list.set(i, changed(list.get(i), change));
                }
                yield list;
            }
            case StringNode text -> StringNode.valueOf(change.apply(text.asString()));
            default -> tree;
        };
    }

    String text() throws PlanException {
        if (!node.isValueNode()) {
            throw fault("must be a single value, not a map or a list");
        }
        return node.asString();
    }

    /** A file that is named there, beside the document unless its path is absolute. */
    Path file(String key) throws PlanException {
        return child(key).file();
    }

    /** The same of the value itself. */
    Path file() throws PlanException {
        String name = text();
        if (name.isBlank() || name.chars().anyMatch(Character::isISOControl)) {
            throw fault("is no path of a file");
        }
        return build(() -> Path.of(source).toAbsolutePath().resolveSibling(name).normalize());
    }

    /** A text as it stands, a map or a list as JSON. */
    String json() {
        return node.isValueNode() ? node.asString() : node.toString();
    }

    String text(String key) throws PlanException {
        return child(key).text();
    }

    <T> T value(String key, Function<String, T> reader) throws PlanException {
        PlanNode child = child(key);
        String text = child.text();
        try {
            return reader.apply(text);
        } catch (NumberFormatException e) {
            throw child.fault("\"" + text + "\" is not a number");
        } catch (IllegalArgumentException e) {
            throw child.fault(String.valueOf(e.getMessage()));
        }
    }

    <T> T build(Supplier<T> maker) throws PlanException {
        try {
            return maker.get();
        } catch (IllegalArgumentException e) {
            throw fault(String.valueOf(e.getMessage()));
        }
    }
}

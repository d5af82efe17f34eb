package dev.tare.specimen.mesh;

import dev.tare.specimen.control.process.CommandWords;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/**
 * Reads charts. The document is read as a bare tree of maps, lists and scalars: no tag of YAML's
 * makes a class.
 */
public final class ChartReader {
    /** The charts that Tare brings along. */
    public static final List<String> BUILT_IN =
            List.of("direct", "twohop", "emojivoto", "imagehub", "wamp", "wamp-shared");

    /** The longest document, characters. */
    static final int MAX_LENGTH = 100_000;

    private static final int MAX_TIMES = 1_000_000;
    private static final YAMLMapper YAML = new YAMLMapper();

    private ChartReader() {}

    /** One of those that Tare brings along. */
    public static Chart builtIn(String name) {
        if (!BUILT_IN.contains(name)) {
            throw new IllegalArgumentException(
                    "application \"%s\" is not known; known are %s"
                            .formatted(name, String.join(", ", BUILT_IN)));
        }
        String file = name + ".yaml";
        try (InputStream stream = ChartReader.class.getResourceAsStream(file)) {
            if (stream == null) {
                throw new IllegalStateException(file + " is missing from the program");
            }
            return read(new String(stream.readAllBytes(), StandardCharsets.UTF_8), file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Reads a document.
     *
     * @param source its file name, for messages
     * @throws IllegalArgumentException in one line that names the source, the place and the fault
     */
    public static Chart read(String text, String source) {
        if (text.length() > MAX_LENGTH) {
            throw new IllegalArgumentException(
                    source + ": a chart has at most " + MAX_LENGTH + " characters");
        }
        try {
            JsonNode root = YAML.readTree(text);
            return new Tree(root, source, "").chart();
        } catch (JacksonException e) {
            String said = String.valueOf(e.getOriginalMessage());
            throw new IllegalArgumentException(
                    source + ": not YAML: " + said.lines().findFirst().orElse("unreadable"), e);
        }
    }

    /** A place in the document that knows its path. */
    private record Tree(JsonNode node, String source, String path) {
        private IllegalArgumentException fault(String sentence) {
            String place = path.isEmpty() ? "" : path + ": ";
            return new IllegalArgumentException(source + ": " + place + sentence);
        }

        private void allow(String... keys) {
            if (!node.isObject()) {
                throw fault("must be a map with the keys " + String.join(", ", keys));
            }
            for (String name : node.propertyNames()) {
                if (!Set.of(keys).contains(name)) {
                    throw fault(
                            "unknown key \"%s\"; known are %s"
                                    .formatted(name, String.join(", ", keys)));
                }
            }
        }

        private Tree child(String key) {
            JsonNode child = node.get(key);
            if (child == null || child.isNull()) {
                throw fault("has no \"" + key + "\"; add it");
            }
            return new Tree(child, source, path.isEmpty() ? key : path + "." + key);
        }

        private String text(String key) {
            Tree child = child(key);
            if (!child.node.isValueNode()) {
                throw child.fault("must be a single value");
            }
            return child.node.asString();
        }

        private String text(String key, String otherwise) {
            return node.has(key) ? text(key) : otherwise;
        }

        private String oneOf(String key, List<String> words) {
            String word = text(key, words.getFirst());
            if (!words.contains(word)) {
                throw child(key)
                        .fault("\"%s\" is none of %s".formatted(word, String.join(", ", words)));
            }
            return word;
        }

        Chart chart() {
            allow("version", "name", "load", "entry", "services", "values", "touch");
            if (!text("version").equals("1")) {
                throw child("version").fault("is not known; this reader knows version 1");
            }
            Tree list = child("services");
            if (!list.node.isArray()) {
                throw list.fault("must be a list");
            }
            List<Chart.Service> services = new ArrayList<>();
            for (int i = 0; i < list.node.size(); i++) {
                String place = list.path + "[" + (i + 1) + "]";
                services.add(new Tree(list.node.get(i), source, place).service());
            }
            Map<String, String> values = new LinkedHashMap<>();
            if (node.has("values")) {
                Tree given = child("values");
                for (String key : given.node.propertyNames()) {
                    values.put(key, given.text(key));
                }
            }
            boolean inside = oneOf("load", List.of("outside", "inside")).equals("inside");
            try {
                return new Chart(text("name"), inside, text("entry"), services, values, touch());
            } catch (IllegalArgumentException e) {
                throw fault(String.valueOf(e.getMessage()));
            }
        }

        private List<String> touch() {
            if (!node.has("touch")) {
                return List.of();
            }
            Tree list = child("touch");
            if (!list.node.isArray()) {
                throw list.fault("must be a list");
            }
            List<String> paths = new ArrayList<>();
            list.node.forEach(path -> paths.add(path.asString()));
            return paths;
        }

        private Chart.Service service() {
            allow("name", "origin", "tare", "command", "protocol", "ready", "calls");
            boolean http2 = oneOf("protocol", List.of("http1", "http2")).equals("http2");
            Map<String, OptionalInt> calls = new LinkedHashMap<>();
            if (node.has("calls")) {
                Tree given = child("calls");
                for (String key : given.node.propertyNames()) {
                    calls.put(key, given.times(key));
                }
            }
            try {
                return new Chart.Service(text("name"), runs(), http2, text("ready", ""), calls);
            } catch (IllegalArgumentException e) {
                throw e.getMessage() != null && e.getMessage().startsWith(source)
                        ? e
                        : fault(String.valueOf(e.getMessage()));
            }
        }

        private OptionalInt times(String key) {
            String text = text(key);
            if (text.equals("varies")) {
                return OptionalInt.empty();
            }
            if (!text.matches("[1-9][0-9]{0,5}") || Integer.parseInt(text) > MAX_TIMES) {
                throw child(key)
                        .fault(
                                "\""
                                        + text
                                        + "\" is neither a number of calls, 1 or more, nor varies");
            }
            return OptionalInt.of(Integer.parseInt(text));
        }

        private Chart.Runs runs() {
            boolean origin = text("origin", "false").equals("true");
            int given =
                    (origin ? 1 : 0) + (node.has("tare") ? 1 : 0) + (node.has("command") ? 1 : 0);
            if (given != 1) {
                throw fault("needs one of: origin: true, tare: WORDS, command: WORDS");
            }
            if (origin) {
                return new Chart.Runs.Origin();
            }
            return node.has("tare")
                    ? new Chart.Runs.Tare(CommandWords.split(text("tare")))
                    : new Chart.Runs.Command(CommandWords.split(text("command")));
        }
    }
}

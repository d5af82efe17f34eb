package dev.tare.specimen.proxy.config.yaml;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.SequencedMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.dataformat.yaml.YAMLFactory;
import tools.jackson.dataformat.yaml.YAMLParser;

/**
 * Reads a text into {@link YamlValue}s, within bounds: length, depth, number of nodes; no alias, no
 * tag, no key twice, one document.
 */
final class YamlTree {
    /** The longest document, characters. */
    static final int MAX_LENGTH = 1_000_000;

    /** The deepest nesting of maps and lists. */
    static final int MAX_DEPTH = 32;

    /** The most maps, lists and scalars. */
    static final int MAX_NODES = 200_000;

    private static final YAMLFactory YAML = new YAMLFactory();

    private final YAMLParser parser;
    private int nodes;

    private YamlTree(YAMLParser parser) {
        this.parser = parser;
    }

    /**
     * Reads one document.
     *
     * @throws YamlFault if it is none, or beyond the bounds
     */
    static YamlValue parse(String text) throws YamlFault {
        if (text.length() > MAX_LENGTH) {
            throw new YamlFault(0, bound("is longer than %,d characters", MAX_LENGTH));
        }
        try (YAMLParser parser = (YAMLParser) YAML.createParser(ObjectReadContext.empty(), text)) {
            return new YamlTree(parser).document();
        } catch (JacksonException e) {
            throw new YamlFault(line(e.getLocation()), "not YAML: " + problem(e));
        }
    }

    private static String bound(String sentence, int bound) {
        return String.format(Locale.ROOT, sentence, bound) + "; make it smaller";
    }

    private static int line(@Nullable TokenStreamLocation location) {
        return location == null ? 0 : Math.max(0, location.getLineNr());
    }

    /** The parser's sentences, without the excerpts between them. */
    private static String problem(JacksonException e) {
        String message = e.getOriginalMessage();
        return message == null
                ? "unreadable"
                : message.lines()
                        .filter(line -> !line.isBlank() && !line.startsWith(" "))
                        .limit(2)
                        .collect(Collectors.joining(": "));
    }

    private YamlValue document() throws YamlFault {
        JsonToken first = parser.nextToken();
        if (first == null) {
            throw new YamlFault(0, "is empty; begin with listeners");
        }
        YamlValue root = value(first, 0);
        if (parser.nextToken() != null) {
            throw fault("has more than one document; leave the others out");
        }
        return root;
    }

    private YamlFault fault(String sentence) {
        return new YamlFault(line(parser.currentTokenLocation()), sentence);
    }

    private YamlValue value(JsonToken token, int depth) throws YamlFault {
        if (++nodes > MAX_NODES) {
            throw fault(bound("has more than %,d values", MAX_NODES));
        }
        if (depth > MAX_DEPTH) {
            throw fault(bound("is nested deeper than %,d", MAX_DEPTH));
        }
        if (parser.isCurrentAlias()) {
            throw fault("has an alias (*); aliases are not read: write the value out");
        }
        if (parser.getTypeId() != null) {
            throw fault("has a tag (!); tags are not read: leave it out");
        }
        int line = line(parser.currentTokenLocation());
        return switch (token) {
            case START_OBJECT -> mapping(line, depth);
            case START_ARRAY -> sequence(line, depth);
            case VALUE_NULL -> new YamlValue.Scalar("", true, line);
            default -> new YamlValue.Scalar(String.valueOf(parser.getString()), false, line);
        };
    }

    private YamlValue mapping(int line, int depth) throws YamlFault {
        SequencedMap<String, YamlValue> entries = new LinkedHashMap<>();
        for (JsonToken token = next(); token != JsonToken.END_OBJECT; token = next()) {
            String name = String.valueOf(parser.currentName());
            if (entries.containsKey(name)) {
                throw fault("has the key \"" + name + "\" twice; leave one out");
            }
            entries.put(name, value(next(), depth + 1));
        }
        return new YamlValue.Mapping(entries, line);
    }

    private YamlValue sequence(int line, int depth) throws YamlFault {
        List<YamlValue> items = new ArrayList<>();
        for (JsonToken token = next(); token != JsonToken.END_ARRAY; token = next()) {
            items.add(value(token, depth + 1));
        }
        return new YamlValue.Sequence(items, line);
    }

    private JsonToken next() throws YamlFault {
        JsonToken token = parser.nextToken();
        if (token == null) {
            throw fault("ends in the middle of a map or a list");
        }
        return token;
    }
}

package dev.tare.specimen.control.proxy;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A text with places to be filled in, {@code {{name}}}: a configuration is data.
 *
 * @param name for messages
 * @param text with its places
 */
record Template(String name, String text) {
    private static final Pattern PLACE = Pattern.compile("\\{\\{([a-z-]+)}}");

    private static final Pattern CASE = Pattern.compile("\\{\\{\\?([a-z0-9-]+)}}");

    private static final Pattern GROUP = Pattern.compile("\\{\\{\\*([a-z-]+)}}");

    /**
     * Values are words, addresses and URIs: nothing that could end a directive or begin another.
     */
    private static final Pattern VALUE = Pattern.compile("[A-Za-z0-9._:/\\[\\]-]+");

    /** One of this package's resources. */
    static Template ofResource(String name) {
        try (InputStream stream = Template.class.getResourceAsStream(name)) {
            if (stream == null) {
                throw new IllegalArgumentException("there is no resource " + name);
            }
            return new Template(name, new String(stream.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * One of several things that a text says the same of.
     *
     * @param values for its own places
     * @param cases that it is of
     * @param groups of things that it has itself, by the name of the group
     */
    record Item(Map<String, String> values, Set<String> cases, Map<String, List<Item>> groups) {
        Item {
            values = Map.copyOf(values);
            cases = Set.copyOf(cases);
            groups = Map.copyOf(groups);
        }
    }

    /**
     * The same with those lines only that are for everybody, or for one of {@code cases}: a line
     * that begins with {@code {{?case}}} is for that case, with several of them for all of these.
     */
    Template forCases(Set<String> cases) {
        StringBuilder kept = new StringBuilder();
        for (String line : lines(text)) {
            int at = 0;
            boolean wanted = true;
            Matcher marked = CASE.matcher(line);
            while (marked.region(at, line.length()).lookingAt()) {
                wanted &= cases.contains(marked.group(1));
                at = marked.end();
            }
            if (wanted) {
                kept.append(line, at, line.length());
            }
        }
        return new Template(name, kept.toString());
    }

    /**
     * The same with every run of lines that begin with {@code {{*group}}} written once for each of
     * {@code items}, with its values, its cases and its own groups. Places that an item has no
     * value for are left.
     *
     * @throws IllegalArgumentException when the text has no such line, or a value is not a plain
     *     word
     */
    Template forEach(String group, List<Item> items) {
        String mark = "{{*" + group + "}}";
        if (!text.contains(mark)) {
            throw new IllegalArgumentException(name + " has no lines for " + mark);
        }
        StringBuilder whole = new StringBuilder();
        StringBuilder run = new StringBuilder();
        for (String line : lines(text)) {
            if (line.startsWith(mark)) {
                run.append(line, mark.length(), line.length());
            } else {
                appendEach(whole, run.toString(), items);
                run.setLength(0);
                whole.append(line);
            }
        }
        appendEach(whole, run.toString(), items);
        return new Template(name, whole.toString());
    }

    private void appendEach(StringBuilder whole, String run, List<Item> items) {
        if (run.isEmpty()) {
            return;
        }
        for (Item item : items) {
            Template own = new Template(name, run).forCases(item.cases());
            for (Map.Entry<String, List<Item>> inner : item.groups().entrySet()) {
                if (own.text.contains("{{*" + inner.getKey() + "}}")) {
                    own = own.forEach(inner.getKey(), inner.getValue());
                }
            }
            item.values().forEach(this::check);
            Matcher groups = GROUP.matcher(own.text);
            if (groups.find()) {
                throw new IllegalArgumentException(
                        name + ": nothing is given for " + groups.group());
            }
            whole.append(
                    PLACE.matcher(own.text)
                            .replaceAll(place ->
                                    Matcher.quoteReplacement(
                                            item.values()
                                                    .getOrDefault(place.group(1), place.group()))));
        }
    }

    private static List<String> lines(String text) {
        return List.of(text.split("(?<=\n)", -1));
    }

    /**
     * The text with every place filled in.
     *
     * @throws IllegalArgumentException when a place has no value, a value has no place, or a value
     *     holds anything but letters, digits and {@code . _ : / [ ] -}
     */
    String fill(Map<String, String> values) {
        values.forEach(this::check);
        Set<String> unused = new HashSet<>(values.keySet());
        StringBuilder filled = new StringBuilder();
        Matcher places = PLACE.matcher(text);
        while (places.find()) {
            String value = values.get(places.group(1));
            if (value == null) {
                throw new IllegalArgumentException(
                        name + ": nothing is given for {{" + places.group(1) + "}}");
            }
            unused.remove(places.group(1));
            places.appendReplacement(filled, Matcher.quoteReplacement(value));
        }
        places.appendTail(filled);
        if (!unused.isEmpty()) {
            throw new IllegalArgumentException(
                    name + " has no place for " + String.join(", ", new TreeSet<>(unused)));
        }
        return filled.toString();
    }

    private void check(String place, String value) {
        if (!VALUE.matcher(value).matches()) {
            throw new IllegalArgumentException(
                    name
                            + ": the value \""
                            + value
                            + "\" of {{"
                            + place
                            + "}} is not a plain word");
        }
    }
}

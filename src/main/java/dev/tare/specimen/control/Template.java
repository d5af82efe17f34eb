package dev.tare.specimen.control;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
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

    private static final Pattern CASE = Pattern.compile("\\{\\{\\?([a-z-]+)}}");

    /** Values are words and addresses: nothing that could end a directive or begin another. */
    private static final Pattern VALUE = Pattern.compile("[A-Za-z0-9._:\\[\\]-]+");

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
     * The same with those lines only that are for everybody, or for one of {@code cases}: a line
     * that begins with {@code {{?case}}} is for that case.
     */
    Template forCases(Set<String> cases) {
        StringBuilder kept = new StringBuilder();
        for (String line : text.split("(?<=\n)", -1)) {
            Matcher marked = CASE.matcher(line);
            if (!marked.lookingAt()) {
                kept.append(line);
            } else if (cases.contains(marked.group(1))) {
                kept.append(line, marked.end(), line.length());
            }
        }
        return new Template(name, kept.toString());
    }

    /**
     * The text with every place filled in.
     *
     * @throws IllegalArgumentException when a place has no value, a value has no place, or a value
     *     holds anything but letters, digits and {@code . _ : [ ] -}
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

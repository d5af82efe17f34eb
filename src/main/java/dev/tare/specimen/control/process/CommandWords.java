package dev.tare.specimen.control.process;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A command line as a person types it, split into words as a shell would split it, without a shell:
 * quotes and backslashes mean what they mean there, nothing is expanded.
 */
public final class CommandWords {
    private static final Pattern PLACE = Pattern.compile("\\{([a-z]+(?:-[a-z]+)*)}");
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9._/:=@%+,-]+");
    private static final Set<String> OPERATORS =
            Set.of("|", "||", "&", "&&", ";", "<", ">", ">>", "2>", "2>&1", "&>");

    private CommandWords() {}

    /**
     * Splits a line into words.
     *
     * @throws IllegalArgumentException when it has no word, a quote that is not closed, or a word
     *     that only a shell understands; the message is one line
     */
    public static List<String> split(String line) {
        List<String> words = new ArrayList<>();
        StringBuilder word = new StringBuilder();
        boolean inWord = false;
        boolean quoted = false;
        char quote = 0;
        for (int i = 0; i < line.length(); i++) {
            char c = line.charAt(i);
            boolean last = i + 1 == line.length();
            if (c == '\\' && quote != '\'' && !last && isEscaped(line.charAt(i + 1), quote)) {
                word.append(line.charAt(++i));
                inWord = true;
                quoted = true;
            } else if (quote != 0 && c == quote) {
                quote = 0;
            } else if (quote == 0 && (c == '\'' || c == '"')) {
                quote = c;
                inWord = true;
                quoted = true;
            } else if (quote == 0 && Character.isWhitespace(c)) {
                if (inWord) {
                    words.add(checked(word.toString(), quoted, line));
                }
                word.setLength(0);
                inWord = false;
                quoted = false;
            } else {
                word.append(c);
                inWord = true;
            }
        }
        if (quote != 0) {
            throw new IllegalArgumentException(
                    "the quote %c in \"%s\" is not closed".formatted(quote, line));
        }
        if (inWord) {
            words.add(checked(word.toString(), quoted, line));
        }
        if (words.isEmpty()) {
            throw new IllegalArgumentException("the command is empty");
        }
        return List.copyOf(words);
    }

    /** Words as a line that a shell, and {@link #split}, would split into them again. */
    public static String join(List<String> words) {
        return words.stream().map(CommandWords::quoted).collect(Collectors.joining(" "));
    }

    private static String quoted(String word) {
        return PLAIN.matcher(word).matches() ? word : "'" + word.replace("'", "'\\''") + "'";
    }

    /** Within double quotes a backslash stands for itself before any other character. */
    private static boolean isEscaped(char next, char quote) {
        return quote == 0 || next == '"' || next == '\\' || next == '$' || next == '`';
    }

    private static String checked(String word, boolean quoted, String line) {
        if (!quoted && OPERATORS.contains(word)) {
            throw new IllegalArgumentException(
                    "\"%s\" in \"%s\" means something to a shell only, and no shell runs this;"
                                    .formatted(word, line)
                            + " write sh -c '…' if one should");
        }
        return word;
    }

    /** The names in braces within the words, such as {@code listen} of {@code {listen}}. */
    public static Set<String> places(List<String> words) {
        Set<String> places = new TreeSet<>();
        for (String word : words) {
            Matcher matcher = PLACE.matcher(word);
            while (matcher.find()) {
                places.add(matcher.group(1));
            }
        }
        return places;
    }

    /**
     * Puts values in the places of words.
     *
     * @throws IllegalArgumentException when a place has no value; the message names those there are
     */
    public static List<String> fill(List<String> words, Map<String, String> values) {
        return words.stream().map(word -> fill(word, values)).toList();
    }

    private static String fill(String word, Map<String, String> values) {
        return PLACE.matcher(word)
                .replaceAll(match -> {
                    String value = values.get(match.group(1));
                    if (value == null) {
                        throw new IllegalArgumentException(
                                "%s stands for nothing; known are {%s}"
                                        .formatted(
                                                match.group(),
                                                String.join(
                                                        "}, {", new TreeSet<>(values.keySet()))));
                    }
                    return Matcher.quoteReplacement(value);
                });
    }
}

package dev.tare.lab.foreign;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;

/**
 * Words of a command line told apart as glibc's {@code getopt_long} does: short flags may be joined
 * ({@code -t4}, {@code -Lc10}), long ones abbreviated while they stay unique and given a value with
 * or without {@code =}; flags may follow other words; {@code --} ends them.
 */
final class GetoptWords {
    /**
     * One flag as it was given.
     *
     * @param letter its short form
     * @param value empty for a flag without one
     */
    record Flag(char letter, String value) {}

    private final String shortFlags;
    private final Map<String, Character> longFlags;
    private final List<Flag> flags = new ArrayList<>();
    private final List<String> words = new ArrayList<>();

    private GetoptWords(String shortFlags, Map<String, Character> longFlags) {
        this.shortFlags = shortFlags;
        this.longFlags = longFlags;
    }

    /**
     * Tells flags from words.
     *
     * @param shortFlags letters, each followed by a colon where it takes a value
     * @param longFlags long names, each with the letter that it stands for
     * @throws ForeignUsageException with the exit code 1, for a flag that there is not
     */
    static GetoptWords of(String shortFlags, Map<String, Character> longFlags, List<String> args)
            throws ForeignUsageException {
        GetoptWords parsed = new GetoptWords(shortFlags, longFlags);
        Deque<String> rest = new ArrayDeque<>(args);
        while (!rest.isEmpty()) {
            String word = rest.removeFirst();
            if (word.equals("--")) {
                parsed.words.addAll(rest);
                break;
            } else if (word.startsWith("--")) {
                parsed.takeLong(word, rest);
            } else if (word.length() > 1 && word.startsWith("-")) {
                parsed.takeShort(word, rest);
            } else {
                parsed.words.add(word);
            }
        }
        return parsed;
    }

    List<Flag> flags() {
        return flags;
    }

    /** What is no flag, in its order. */
    List<String> words() {
        return words;
    }

    private void takeShort(String word, Deque<String> rest) throws ForeignUsageException {
        for (int i = 1; i < word.length(); i++) {
            char letter = word.charAt(i);
            if (letter == ':' || shortFlags.indexOf(letter) < 0) {
                throw refusal("invalid option -- '" + letter + "'");
            }
            if (!takesValue(letter)) {
                flags.add(new Flag(letter, ""));
                continue;
            }
            if (i + 1 < word.length()) {
                flags.add(new Flag(letter, word.substring(i + 1)));
            } else if (rest.isEmpty()) {
                throw refusal("option requires an argument -- '" + letter + "'");
            } else {
                flags.add(new Flag(letter, rest.removeFirst()));
            }
            return;
        }
    }

    private void takeLong(String word, Deque<String> rest) throws ForeignUsageException {
        int equals = word.indexOf('=');
        String name = equals < 0 ? word.substring(2) : word.substring(2, equals);
        char letter = letterOf(name);
        if (!takesValue(letter)) {
            if (equals >= 0) {
                throw refusal("option '--" + name + "' doesn't allow an argument");
            }
            flags.add(new Flag(letter, ""));
        } else if (equals >= 0) {
            flags.add(new Flag(letter, word.substring(equals + 1)));
        } else if (rest.isEmpty()) {
            throw refusal("option '--" + name + "' requires an argument");
        } else {
            flags.add(new Flag(letter, rest.removeFirst()));
        }
    }

    private char letterOf(String name) throws ForeignUsageException {
        Character exact = longFlags.get(name);
        if (exact != null) {
            return exact;
        }
        List<String> candidates =
                longFlags.keySet().stream().filter(full -> full.startsWith(name)).sorted().toList();
        if (candidates.size() == 1) {
            return longFlags.getOrDefault(candidates.getFirst(), '?');
        }
        throw refusal(
                candidates.isEmpty()
                        ? "unrecognized option '--" + name + "'"
                        : "option '--"
                                + name
                                + "' is ambiguous; possibilities: --"
                                + String.join(", --", candidates));
    }

    private boolean takesValue(char letter) {
        int at = shortFlags.indexOf(letter);
        return at >= 0 && at + 1 < shortFlags.length() && shortFlags.charAt(at + 1) == ':';
    }

    private static ForeignUsageException refusal(String message) {
        return new ForeignUsageException(message, 1);
    }
}

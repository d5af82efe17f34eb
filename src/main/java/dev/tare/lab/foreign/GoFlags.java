package dev.tare.lab.foreign;

import dev.tare.base.core.QuantityText;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Words of a command line told apart as Go's package {@code flag} does: one dash or two, {@code
 * -name value} or {@code -name=value}, a boolean's value only after {@code =}; the first other
 * word, or {@code --}, ends the flags.
 */
final class GoFlags {
    /** Go ends a program with this code for a flag that cannot be read. */
    static final int EXIT_CODE = 2;

    private static final Set<String> TRUE = Set.of("1", "t", "T", "TRUE", "true", "True");
    private static final Set<String> FALSE = Set.of("0", "f", "F", "FALSE", "false", "False");

    private final Map<String, List<String>> values = new HashMap<>();
    private final List<String> words = new ArrayList<>();

    private GoFlags() {}

    /**
     * Tells flags from words.
     *
     * @param booleans names of flags that need no value
     * @param others names of flags that do
     * @throws ForeignUsageException with Go's exit code 2
     */
    static GoFlags of(Set<String> booleans, Set<String> others, List<String> args)
            throws ForeignUsageException {
        GoFlags parsed = new GoFlags();
        int next = 0;
        while (next < args.size()) {
            String word = args.get(next++);
            if (word.length() < 2 || !word.startsWith("-")) {
                next--;
                break;
            }
            if (word.equals("--")) {
                break;
            }
            String flag = word.substring(word.startsWith("--") ? 2 : 1);
            if (flag.startsWith("-") || flag.startsWith("=")) {
                throw refusal("bad flag syntax: " + word);
            }
            int equals = flag.indexOf('=');
            String name = equals < 0 ? flag : flag.substring(0, equals);
            if (booleans.contains(name)) {
                parsed.put(name, equals < 0 ? "true" : flag.substring(equals + 1));
                parsed.flag(name, false);
            } else if (!others.contains(name)) {
                throw refusal("flag provided but not defined: -" + name);
            } else if (equals >= 0) {
                parsed.put(name, flag.substring(equals + 1));
            } else if (next == args.size()) {
                throw refusal("flag needs an argument: -" + name);
            } else {
                parsed.put(name, args.get(next++));
            }
        }
        parsed.words.addAll(args.subList(next, args.size()));
        return parsed;
    }

    private void put(String name, String value) {
        values.computeIfAbsent(name, ignored -> new ArrayList<>()).add(value);
    }

    /** What follows the flags. */
    List<String> words() {
        return words;
    }

    /** Every name that was given. */
    Set<String> names() {
        return values.keySet();
    }

    /** All values of a flag that may be repeated. */
    List<String> all(String name) {
        return values.getOrDefault(name, List.of());
    }

    Optional<String> text(String name) {
        List<String> given = all(name);
        return given.isEmpty() ? Optional.empty() : Optional.of(given.getLast());
    }

    String text(String name, String otherwise) {
        return text(name).orElse(otherwise);
    }

    boolean flag(String name, boolean otherwise) throws ForeignUsageException {
        Optional<String> text = text(name);
        if (text.isEmpty()) {
            return otherwise;
        }
        if (TRUE.contains(text.get())) {
            return true;
        }
        if (FALSE.contains(text.get())) {
            return false;
        }
        throw refusal("invalid boolean value \"%s\" for -%s".formatted(text.get(), name));
    }

    /** A whole number within a range. */
    long whole(String name, long otherwise, long min, long max) throws ForeignUsageException {
        Optional<String> text = text(name);
        if (text.isEmpty()) {
            return otherwise;
        }
        try {
            long value = Long.parseLong(text.get());
            if (value >= min && value <= max) {
                return value;
            }
        } catch (NumberFormatException e) {
            // Refused below, as what is out of range.
        }
        throw refusal(
                "invalid value \"%s\" for flag -%s: it must be a whole number from %d to %d"
                        .formatted(text.get(), name, min, max));
    }

    /** A finite number. */
    double number(String name, double otherwise) throws ForeignUsageException {
        Optional<String> text = text(name);
        if (text.isEmpty()) {
            return otherwise;
        }
        try {
            double value = Double.parseDouble(text.get());
            if (Double.isFinite(value)) {
                return value;
            }
        } catch (NumberFormatException e) {
            // Refused below.
        }
        throw refusal(
                "invalid value \"%s\" for flag -%s: it must be a number"
                        .formatted(text.get(), name));
    }

    /** A duration such as {@code 1h2m3.5s} or {@code 1d4h}, ns, 0 or more. */
    long durationNs(String name, long otherwiseNs) throws ForeignUsageException {
        Optional<String> text = text(name);
        if (text.isEmpty()) {
            return otherwiseNs;
        }
        try {
            if (text.get().equals("0") || !text.get().matches("\\d+(\\.\\d+)?")) {
                return QuantityText.durationNs(text.get());
            }
        } catch (IllegalArgumentException e) {
            // Refused below: a bare number too, which Go does not take.
        }
        throw refusal(
                "invalid value \"%s\" for flag -%s: it must be a duration, such as 5s or 1m30s"
                        .formatted(text.get(), name));
    }

    private static ForeignUsageException refusal(String message) {
        return new ForeignUsageException(message, EXIT_CODE);
    }
}

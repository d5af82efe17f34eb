package dev.tare.view.cli.shell;

import java.util.function.Function;

/** The values of flags, as people type them. */
public final class FlagText {
    private FlagText() {}

    /**
     * Reads a flag's value.
     *
     * @throws UsageException that names the flag and says what {@code reader} says
     */
    public static <T> T read(String flag, String text, Function<String, T> reader)
            throws UsageException {
        try {
            return reader.apply(text);
        } catch (IllegalArgumentException e) {
            throw new UsageException(flag + ": " + e.getMessage());
        }
    }

    /**
     * The two sides of the last {@code separator} in the text.
     *
     * @throws IllegalArgumentException when one is empty; it says what form was expected
     */
    public static String[] halves(String text, String separator, String form) {
        int at = text.lastIndexOf(separator);
        String left = at < 0 ? "" : text.substring(0, at).strip();
        String right = at < 0 ? "" : text.substring(at + separator.length()).strip();
        if (left.isEmpty() || right.isEmpty()) {
            throw new IllegalArgumentException("\"" + text + "\" is not of the form " + form);
        }
        return new String[] {left, right};
    }
}

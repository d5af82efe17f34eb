package dev.tare.view.text;

import java.util.ArrayList;
import java.util.List;

/**
 * Text from outside, made safe to show: no control characters (they could drive a terminal), no
 * marks that turn the direction of what follows, no halves of surrogate pairs.
 */
public final class DisplayText {
    private static final int REPLACEMENT = 0xfffd;

    private DisplayText() {}

    /** {@code text} on one line, whatever could harm the display replaced by U+FFFD. */
    public static String clean(String text) {
        StringBuilder clean = new StringBuilder(text.length());
        text.codePoints()
                .map(c -> c == '\n' || c == '\r' || c == '\t' ? ' ' : c)
                .map(c -> harmful(c) ? REPLACEMENT : c)
                .forEach(clean::appendCodePoint);
        return clean.toString();
    }

    private static boolean harmful(int c) {
        boolean lone = c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE;
        return Character.isISOControl(c) || lone || turnsDirection(c) || breaksLine(c);
    }

    private static boolean turnsDirection(int c) {
        boolean embedding = c >= 0x202a && c <= 0x202e;
        boolean isolate = c >= 0x2066 && c <= 0x2069;
        return embedding || isolate || c == 0x200e || c == 0x200f || c == 0x061c;
    }

    private static boolean breaksLine(int c) {
        return c == 0x2028 || c == 0x2029 || c == 0xfeff || c == 0xfffe || c == 0xffff;
    }

    /** No line ends between a number, its ± and its unit: the spaces there do not break. */
    public static String keepTogether(String sentence) {
        return sentence.replaceAll("(?<=\\d) (?=±|[µmn]?s\\b|%|[kMG]?B\\b)|(?<=±) ", "\u00a0");
    }

    /** How many columns it takes, a column a character. */
    public static int columns(String text) {
        return text.codePointCount(0, text.length());
    }

    /**
     * The words of {@code text} in lines of at most {@code width} columns where words allow it, the
     * first after {@code first}, the others after {@code rest}.
     */
    public static List<String> wrap(String text, int width, String first, String rest) {
        List<String> lines = new ArrayList<>();
        StringBuilder line = new StringBuilder(first);
        boolean empty = true;
        for (String word : text.trim().split(" +", -1)) {
            int needed = columns(line.toString()) + (empty ? 0 : 1) + columns(word);
            if (!empty && needed > width) {
                lines.add(line.toString());
                line = new StringBuilder(rest);
                empty = true;
            }
            line.append(empty ? "" : " ").append(word);
            empty = false;
        }
        lines.add(line.toString());
        return lines;
    }

    /** At most {@code width} columns of it, the last an ellipsis where something is missing. */
    public static String cut(String text, int width) {
        if (columns(text) <= width) {
            return text;
        }
        int end = text.offsetByCodePoints(0, Math.max(0, width - 1));
        return text.substring(0, end) + "…";
    }

    /** A word as a POSIX shell must be given it. */
    public static String shellQuoted(String word) {
        if (word.matches("[A-Za-z0-9_@%+=:,./-]+")) {
            return word;
        }
        return "'" + word.replace("'", "'\\''") + "'";
    }
}

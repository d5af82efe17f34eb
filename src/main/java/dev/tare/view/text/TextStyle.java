package dev.tare.view.text;

/**
 * How text is shown on a terminal or in a file.
 *
 * @param width columns, {@link #MIN_WIDTH} or more (a smaller one counts as that)
 * @param colour whether ANSI colours are used; the caller looks at {@code NO_COLOR} and at whether
 *     it writes to a terminal
 * @param unicode whether characters beyond ASCII may be used for Tare's own signs
 */
public record TextStyle(int width, boolean colour, boolean unicode) {
    /** Where nothing is known of the terminal. */
    public static final int DEFAULT_WIDTH = 110;

    /** Below this no table can be laid out. */
    public static final int MIN_WIDTH = 60;

    private static final char ESCAPE = 0x1b;

    public TextStyle {
        width = Math.max(MIN_WIDTH, width);
    }

    /** Unicode without colour. */
    public static TextStyle plain(int width) {
        return new TextStyle(width, false, true);
    }

    /** What a piece of text is, for its colour. */
    public enum Tone {
        PLAIN(""),
        STRONG("1"),
        FAINT("2"),
        GOOD("32"),
        DOUBTFUL("33"),
        BAD("31");

        private final String code;

        Tone(String code) {
            this.code = code;
        }
    }

    /** The text in its colour, if colours are used. */
    public String paint(Tone tone, String text) {
        if (!colour || tone == Tone.PLAIN || text.isEmpty()) {
            return text;
        }
        return ESCAPE + "[" + tone.code + "m" + text + ESCAPE + "[0m";
    }

    /** The text without what could harm the terminal, in ASCII signs where those are asked for. */
    public String show(String text) {
        String clean = DisplayText.clean(text);
        return unicode ? clean : ascii(clean);
    }

    private static String ascii(String text) {
        StringBuilder ascii = new StringBuilder(text.length());
        text.codePoints().forEach(c -> ascii.append(ascii(c)));
        return ascii.toString();
    }

    private static String ascii(int c) {
        return switch (c) {
            case '≥' -> ">=";
            case '≤' -> "<=";
            case '±' -> "+-";
            case '−', '–', '—' -> "-";
            case 'µ', 'μ' -> "u";
            case '·' -> "?";
            case '✓' -> "";
            case '✗', '×' -> "x";
            case 'Δ' -> "d";
            case '→' -> "->";
            case '…' -> "...";
            case '∞' -> "inf";
            case '─' -> "-";
            case '\u2019', '\u2018' -> "'";
            case '\u00a0' -> " ";
            default -> c < 0x80 ? Character.toString(c) : "?";
        };
    }
}

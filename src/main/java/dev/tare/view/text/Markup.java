package dev.tare.view.text;

/**
 * Writes HTML and SVG. Text and attribute values are escaped here and nowhere else, so that nothing
 * from outside can become markup.
 */
public final class Markup {
    private final StringBuilder out = new StringBuilder();

    /** Nothing is written yet. */
    public Markup() {}

    /** Opens an element; {@code attributes} are names and values in turn. */
    public Markup open(String tag, String... attributes) {
        return tag(tag, ">", attributes);
    }

    /** An element without content. */
    public Markup empty(String tag, String... attributes) {
        return tag(tag, "/>", attributes);
    }

    /** Closes an element. */
    public Markup close(String tag) {
        out.append("</").append(tag).append('>');
        return this;
    }

    /** A whole element that holds text. */
    public Markup element(String tag, String text, String... attributes) {
        return open(tag, attributes).text(text).close(tag);
    }

    /** A name from outside, kept apart from the direction of the text around it. */
    public Markup name(String name) {
        return element("bdi", name);
    }

    /** Text, escaped. */
    public Markup text(String text) {
        out.append(escape(text));
        return this;
    }

    /** Markup of our own, written as it stands. */
    public Markup trusted(String markup) {
        out.append(markup);
        return this;
    }

    /** Ends a line of the source, for those who read it. */
    public Markup line() {
        out.append('\n');
        return this;
    }

    private Markup tag(String tag, String end, String... attributes) {
        out.append('<').append(tag);
        for (int i = 0; i + 1 < attributes.length; i += 2) {
            out.append(' ').append(attributes[i]).append("=\"");
            out.append(escape(attributes[i + 1])).append('"');
        }
        out.append(end);
        return this;
    }

    /** {@code text} without markup, control characters or marks that turn its direction. */
    public static String escape(String text) {
        if (isPlain(text)) {
            return text;
        }
        StringBuilder escaped = new StringBuilder(text.length());
        String clean = DisplayText.clean(text);
        for (int i = 0; i < clean.length(); i++) {
            char c = clean.charAt(i);
            switch (c) {
                case '&' -> escaped.append("&amp;");
                case '<' -> escaped.append("&lt;");
                case '>' -> escaped.append("&gt;");
                case '"' -> escaped.append("&quot;");
                case '\'' -> escaped.append("&#39;");
                default -> escaped.append(c);
            }
        }
        return escaped.toString();
    }

    /** Whether every character stands for itself, as most texts of a long report do. */
    private static boolean isPlain(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < ' ' || c > '~' || c == '&' || c == '<' || c == '>' || c == '"' || c == '\'') {
                return false;
            }
        }
        return true;
    }

    /** A coordinate with one decimal at most. */
    public static String at(double coordinate) {
        long tenths = Math.round(Math.abs(coordinate) * 10);
        String sign = coordinate < 0 && tenths > 0 ? "-" : "";
        String decimal = tenths % 10 == 0 ? "" : "." + tenths % 10;
        return sign + tenths / 10 + decimal;
    }

    @Override
    public String toString() {
        return out.toString();
    }
}

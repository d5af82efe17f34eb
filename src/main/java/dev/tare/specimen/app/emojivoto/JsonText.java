package dev.tare.specimen.app.emojivoto;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.List;

/**
 * JSON as Go's {@code encoding/json} writes it, to the byte: no spaces, names in order of the
 * alphabet, a newline at the end, and {@code <}, {@code >} and {@code &} escaped.
 */
final class JsonText {
    private static final int CHARS_PER_EMOJI = 64;

    private JsonText() {}

    /** The body of an error. */
    static byte[] error(String message) {
        StringBuilder json = new StringBuilder("{\"error\":");
        return bytes(string(json, message).append('}'));
    }

    /** The body of {@code /api/list}. */
    static byte[] list(List<Emoji> all) {
        StringBuilder json = new StringBuilder(all.size() * CHARS_PER_EMOJI).append('[');
        for (Emoji emoji : all) {
            comma(json);
            emoji(json, emoji).append('}');
        }
        return bytes(json.append(']'));
    }

    /** Adds a row of {@code /api/leaderboard} to an array that was begun with its bracket. */
    static void row(StringBuilder json, Emoji emoji, int votes) {
        comma(json);
        emoji(json, emoji).append(",\"votes\":\"").append(votes).append("\"}");
    }

    /** A document as bytes. */
    static byte[] bytes(StringBuilder json) {
        return json.append('\n').toString().getBytes(UTF_8);
    }

    private static void comma(StringBuilder json) {
        if (json.length() > 1) {
            json.append(',');
        }
    }

    private static StringBuilder emoji(StringBuilder json, Emoji emoji) {
        string(json.append("{\"shortcode\":"), emoji.shortcode());
        return string(json.append(",\"unicode\":"), emoji.unicode());
    }

    private static StringBuilder string(StringBuilder json, String text) {
        json.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '"' -> json.append("\\\"");
                case '\\' -> json.append("\\\\");
                case '\n' -> json.append("\\n");
                case '\r' -> json.append("\\r");
                case '\t' -> json.append("\\t");
                case '<', '>', '&', '\u2028', '\u2029' -> escape(json, c);
                default -> {
                    if (c < ' ') {
                        escape(json, c);
                    } else {
                        json.append(c);
                    }
                }
            }
        }
        return json.append('"');
    }

    private static void escape(StringBuilder json, char c) {
        json.append("\\u");
        String digits = Integer.toHexString(c);
        json.repeat('0', 4 - digits.length()).append(digits);
    }
}

package dev.tare.specimen;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A response as a plain blocking client read it.
 *
 * @param statusLine without its CRLF
 * @param fields values by lower-case name, in the order in which they came
 * @param text the decoded body, a character a byte
 */
public record RawResponse(String statusLine, Map<String, List<String>> fields, String text) {

    /** The number in the status line. */
    public int status() {
        return Integer.parseInt(statusLine.split(" ", 3)[1]);
    }

    /** All values of a field, or none. */
    public List<String> all(String name) {
        return fields.getOrDefault(name.toLowerCase(Locale.ROOT), List.of());
    }

    /** The only value of a field, or the empty text where there is none. */
    public String field(String name) {
        List<String> values = all(name);
        if (values.size() > 1) {
            throw new AssertionError(name + " stands there more than once: " + values);
        }
        return values.isEmpty() ? "" : values.getFirst();
    }

    /** The decoded body. */
    public byte[] body() {
        return text.getBytes(ISO_8859_1);
    }
}

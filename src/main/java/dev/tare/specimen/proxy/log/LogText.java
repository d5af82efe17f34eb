package dev.tare.specimen.proxy.log;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/**
 * Text that came from outside, made fit for one line of a log or one string of JSON: a line break,
 * a quote, a terminal's escape or any other byte that is not printable ASCII is escaped.
 *
 * <p>Thread-safety: stateless.
 */
public final class LogText {
    private static final DateTimeFormatter ISO_MS =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT)
                    .withZone(ZoneOffset.UTC);
    private static final long SECOND_NS = 1_000_000_000L;
    private static final char FIRST_PRINTABLE = ' ';
    private static final char LAST_PRINTABLE = '~';

    private LogText() {}

    /** Appends an instant, as ISO 8601 has it, in UTC, to the millisecond. */
    static void appendTime(StringBuilder target, long epochNs) {
        long seconds = Math.floorDiv(epochNs, SECOND_NS);
        ISO_MS.formatTo(Instant.ofEpochSecond(seconds, Math.floorMod(epochNs, SECOND_NS)), target);
    }

    /** Appends text for a line, with a backslash before what is escaped: two digits, or four. */
    static void appendPlain(StringBuilder target, CharSequence text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\\') {
                target.append("\\\\");
            } else if (isPrintable(c)) {
                target.append(c);
            } else if (c <= 0xff) {
                target.append("\\x").append("%02x".formatted((int) c));
            } else {
                target.append("\\u").append("%04x".formatted((int) c));
            }
        }
    }

    /** Appends a word of a line whose words stand between quotes. */
    static void appendQuoted(StringBuilder target, CharSequence text) {
        target.append('"');
        StringBuilder plain = new StringBuilder();
        appendPlain(plain, text);
        target.append(plain.toString().replace("\"", "\\x22")).append('"');
    }

    /** Appends a string of JSON, its quotes included. */
    public static void appendJson(StringBuilder target, CharSequence text) {
        target.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                target.append('\\').append(c);
            } else if (isPrintable(c)) {
                target.append(c);
            } else {
                target.append("\\u").append("%04x".formatted((int) c));
            }
        }
        target.append('"');
    }

    private static boolean isPrintable(char c) {
        return c >= FIRST_PRINTABLE && c <= LAST_PRINTABLE;
    }
}

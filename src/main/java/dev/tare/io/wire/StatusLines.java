package dev.tare.io.wire;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Status lines, ready to be copied.
 *
 * <p>Source: RFC 9110, section 15.
 */
final class StatusLines {
    static final int MIN_STATUS = 100;
    static final int MAX_STATUS = 999;

    private static final Map<Integer, String> REASONS =
            Map.ofEntries(
                    Map.entry(100, "Continue"),
                    Map.entry(101, "Switching Protocols"),
                    Map.entry(200, "OK"),
                    Map.entry(201, "Created"),
                    Map.entry(202, "Accepted"),
                    Map.entry(204, "No Content"),
                    Map.entry(206, "Partial Content"),
                    Map.entry(301, "Moved Permanently"),
                    Map.entry(302, "Found"),
                    Map.entry(303, "See Other"),
                    Map.entry(304, "Not Modified"),
                    Map.entry(307, "Temporary Redirect"),
                    Map.entry(308, "Permanent Redirect"),
                    Map.entry(400, "Bad Request"),
                    Map.entry(401, "Unauthorized"),
                    Map.entry(403, "Forbidden"),
                    Map.entry(404, "Not Found"),
                    Map.entry(405, "Method Not Allowed"),
                    Map.entry(408, "Request Timeout"),
                    Map.entry(409, "Conflict"),
                    Map.entry(411, "Length Required"),
                    Map.entry(413, "Content Too Large"),
                    Map.entry(414, "URI Too Long"),
                    Map.entry(417, "Expectation Failed"),
                    Map.entry(429, "Too Many Requests"),
                    Map.entry(431, "Request Header Fields Too Large"),
                    Map.entry(500, "Internal Server Error"),
                    Map.entry(501, "Not Implemented"),
                    Map.entry(502, "Bad Gateway"),
                    Map.entry(503, "Service Unavailable"),
                    Map.entry(504, "Gateway Timeout"),
                    Map.entry(505, "HTTP Version Not Supported"));

    private static final byte[][] LINES =
            IntStream.rangeClosed(MIN_STATUS, MAX_STATUS)
                    .mapToObj(StatusLines::line)
                    .toArray(byte[][]::new);

    private StatusLines() {}

    /** The whole line with its CR LF. */
    static byte[] of(int status) {
        if (status < MIN_STATUS || status > MAX_STATUS) {
            throw new IllegalArgumentException("status %d must be 100 to 999".formatted(status));
        }
        return LINES[status - MIN_STATUS];
    }

    private static byte[] line(int status) {
        String line = "HTTP/1.1 " + status + " " + REASONS.getOrDefault(status, "") + "\r\n";
        return line.getBytes(StandardCharsets.US_ASCII);
    }
}

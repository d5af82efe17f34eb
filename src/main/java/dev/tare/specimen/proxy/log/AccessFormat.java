package dev.tare.specimen.proxy.log;

import java.util.Locale;

/**
 * The text of a line of the access log. Whatever a client has written is escaped.
 *
 * <p>Thread-safety: stateless.
 */
final class AccessFormat {
    private static final double NS_A_SECOND = 1e9;
    private static final String NONE = "-";

    private AccessFormat() {}

    /**
     * Appends a line with its line feed.
     *
     * @param epochNs when the request began
     */
    static void append(
            StringBuilder target, AccessLogOptions.Format format, AccessLine line, long epochNs) {
        switch (format) {
            case TEXT -> appendText(target, line, epochNs);
            case JSON -> appendJson(target, line, epochNs);
        }
        target.append('\n');
    }

    /** {@code TIME CLIENT "METHOD PATH" STATUS RECEIVED SENT SECONDS UPSTREAM "ID" ERROR}. */
    private static void appendText(StringBuilder target, AccessLine line, long epochNs) {
        LogText.appendTime(target, epochNs);
        target.append(' ').append(line.client).append(' ');
        String request = line.method().isEmpty() ? NONE : line.method() + " " + line.path();
        LogText.appendQuoted(target, request);
        target.append(' ').append(line.status == 0 ? NONE : String.valueOf(line.status));
        target.append(' ').append(line.receivedBytes).append(' ').append(line.sentBytes);
        double seconds = (line.endNs - line.startNs) / NS_A_SECOND;
        target.append(' ').append(String.format(Locale.ROOT, "%.6f", seconds));
        target.append(' ').append(line.upstream.isEmpty() ? NONE : line.upstream).append(' ');
        LogText.appendQuoted(target, line.requestId().isEmpty() ? NONE : line.requestId());
        target.append(' ').append(line.error.isEmpty() ? NONE : line.error);
    }

    private static void appendJson(StringBuilder target, AccessLine line, long epochNs) {
        target.append("{\"time\":\"");
        LogText.appendTime(target, epochNs);
        target.append('"');
        appendField(target, "client", line.client);
        appendField(target, "method", line.method());
        appendField(target, "path", line.path());
        target.append(",\"status\":").append(line.status == 0 ? "null" : line.status);
        target.append(",\"received_bytes\":").append(line.receivedBytes);
        target.append(",\"sent_bytes\":").append(line.sentBytes);
        target.append(",\"duration_ns\":").append(line.endNs - line.startNs);
        appendField(target, "upstream", line.upstream);
        appendField(target, "request_id", line.requestId());
        appendField(target, "trace_id", line.traceId());
        appendField(target, "error", line.error);
        target.append('}');
    }

    private static void appendField(StringBuilder target, String name, String value) {
        target.append(",\"").append(name).append("\":");
        if (value.isEmpty()) {
            target.append("null");
        } else {
            LogText.appendJson(target, value);
        }
    }
}

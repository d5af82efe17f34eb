package dev.tare.lab.foreign.reader;

import dev.tare.lab.foreign.reader.result.ForeignText;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Reads whatever blocks of figures stand in a text or a JSON document; the content decides which
 * tool's they are, not the file's name.
 */
public final class ForeignReader {
    /** A longer text is read up to here, and the rest is reported as unread. */
    public static final int MAX_BYTES = 64 << 20;

    /** Words by which a JSON document is known to be a tool's although it cannot be read. */
    private static final List<String> MARKS =
            List.of(
                    "\"DurationHistogram\"",
                    "\"RunType\"",
                    "\"status_codes\"",
                    "\"requestsPerSec\"",
                    "\"http_req_duration\"",
                    "\"iteration_duration\"",
                    "\"statistics\"");

    /** So far from its beginning those words are looked for. */
    private static final int MARK_CHARS = 20_000;

    /** So far after a bracket its first content is looked for. */
    private static final int PEEK_CHARS = 200;

    private final SourceText text;
    private final TextScanner scanner;
    private final String source;

    private ForeignReader(String source, SourceText text) {
        this.source = source;
        this.text = text;
        this.scanner = new TextScanner(source);
    }

    /**
     * Reads a file.
     *
     * @param file named in the result as it is given here
     * @throws IOException if the file cannot be read; nothing in its content throws
     */
    public static ForeignText read(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            return read(file.toString(), in.readNBytes(MAX_BYTES + 1));
        }
    }

    /**
     * Reads a text in UTF-8, or JSON.
     *
     * @param source its name in the result
     */
    public static ForeignText read(String source, String text) {
        return read(source, text.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * Reads bytes; what is not UTF-8 among them is read as U+FFFD.
     *
     * @param source their name in the result
     */
    public static ForeignText read(String source, byte[] content) {
        SourceText text = SourceText.of(content, Math.min(content.length, MAX_BYTES));
        ForeignReader reader = new ForeignReader(source, text);
        reader.lines();
        if (content.length > MAX_BYTES || text.cut()) {
            reader.scanner.unread(
                    Math.max(1, text.lines()),
                    "the text is longer than %d MiB or %,d lines; what follows is not read"
                            .formatted(MAX_BYTES >> 20, SourceText.MAX_LINES));
        }
        return reader.scanner.end();
    }

    private void lines() {
        int index = 0;
        while (index < text.lines()) {
            String line = text.line(index);
            if (mayBeJson(index, line) && !scanner.continues(index + 1, line)) {
                index = document(index, line);
            } else {
                if (!mayBeJson(index, line)) {
                    scanner.line(index + 1, line);
                }
                index++;
            }
        }
    }

    /** Whether a line begins with a bracket, and what follows may stand in one. */
    private boolean mayBeJson(int index, String line) {
        String stripped = line.strip();
        boolean object = stripped.startsWith("{");
        if (!object && !stripped.startsWith("[")) {
            return false;
        }
        String all = text.text();
        int at = all.indexOf(stripped.charAt(0), text.start(index)) + 1;
        int end = Math.min(all.length(), at + PEEK_CHARS);
        while (at < end && Character.isWhitespace(all.charAt(at))) {
            at++;
        }
        return at < end && (object ? "\"}" : "{[\"]-0123456789").indexOf(all.charAt(at)) >= 0;
    }

    /**
     * Reads what may be a JSON document.
     *
     * @return the next line to read
     */
    private int document(int index, String line) {
        int offset = text.text().indexOf(line.strip().charAt(0), text.start(index));
        switch (JsonDocument.read(text.text(), offset, index + 1)) {
            case JsonDocument.Outcome.Read(JsonValue value, int end) -> {
                JsonResults found = JsonResults.of(source, scanner.outline(), value);
                if (found.results().isEmpty() && found.lines().isEmpty()) {
                    // A log's line in JSON says nothing about a block.
                    if (!(value instanceof JsonValue.Obj)) {
                        scanner.line(index + 1, line);
                    }
                    return Math.max(index, text.lineAt(end - 1)) + 1;
                }
                scanner.pause();
                found.results().forEach(scanner::add);
                found.lines().forEach(inner -> scanner.line(inner.line(), inner.text()));
                scanner.pause();
                scanner.outline().forget();
                return Math.max(index, text.lineAt(end - 1)) + 1;
            }
            case JsonDocument.Outcome.Failed(int failedLine, int column, String why) -> {
                if (isMarked(offset, failedLine)) {
                    scanner.unread(
                            failedLine,
                            "the JSON that begins in line %d cannot be read: %s, at column %d"
                                    .formatted(index + 1, why, column));
                    return Math.max(index + 1, failedLine);
                }
                scanner.line(index + 1, line);
                return Math.max(index + 1, failedLine - 1);
            }
        }
    }

    private boolean isMarked(int offset, int failedLine) {
        int end = failedLine < text.lines() ? text.start(failedLine) : text.text().length();
        String begin = text.text().substring(offset, Math.min(end, offset + MARK_CHARS));
        return MARKS.stream().anyMatch(begin::contains);
    }
}

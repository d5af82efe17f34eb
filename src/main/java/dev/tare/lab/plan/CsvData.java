package dev.tare.lab.plan;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;

/**
 * A table that requests are filled from.
 *
 * <p>Source: RFC 4180; a lone LF ends a line as well, and a byte order mark before the header is
 * skipped.
 *
 * @param columns names from the header line, no two alike
 * @param rows at least one; each as long as {@code columns}
 */
public record CsvData(List<String> columns, List<List<String>> rows) {
    /** The largest file, bytes. */
    public static final long MAX_BYTES = 64L * 1024 * 1024;

    /** The most rows, the header not counted. */
    public static final int MAX_ROWS = 1_000_000;

    public CsvData {
        columns = List.copyOf(columns);
        rows = List.copyOf(rows);
    }

    /**
     * Reads a file in UTF-8.
     *
     * @throws IllegalArgumentException in one line that names the file, the line and the fault
     */
    public static CsvData read(Path file) {
        String text;
        try {
            if (Files.size(file) > MAX_BYTES) {
                throw new IllegalArgumentException(
                        "%s has more than %d bytes".formatted(file, MAX_BYTES));
            }
            text = Files.readString(file, StandardCharsets.UTF_8);
        } catch (CharacterCodingException noText) {
            throw new IllegalArgumentException(file + " is not UTF-8", noText);
        } catch (IOException unreadable) {
            throw new IllegalArgumentException(file + " cannot be read", unreadable);
        }
        try {
            return parse(text);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(file + ": " + e.getMessage(), e);
        }
    }

    /**
     * Reads a text.
     *
     * @throws IllegalArgumentException in one line that names the line and the fault
     */
    public static CsvData parse(String text) {
        Lines lines = new Lines(text.startsWith("\ufeff") ? text.substring(1) : text);
        if (lines.atEnd()) {
            throw new IllegalArgumentException("there is no header line");
        }
        List<String> columns = lines.next();
        if (columns.contains("")) {
            throw new IllegalArgumentException("line 1: a column has no name");
        }
        if (new HashSet<>(columns).size() < columns.size()) {
            throw new IllegalArgumentException("line 1: two columns have one name");
        }
        List<List<String>> rows = new ArrayList<>();
        while (!lines.atEnd()) {
            int number = lines.number();
            List<String> row = lines.next();
            if (row.size() != columns.size()) {
                throw new IllegalArgumentException(
                        "line %d has %d values, the header has %d"
                                .formatted(number, row.size(), columns.size()));
            }
            if (rows.size() == MAX_ROWS) {
                throw new IllegalArgumentException(
                        "there are more than %d rows".formatted(MAX_ROWS));
            }
            rows.add(row);
        }
        if (rows.isEmpty()) {
            throw new IllegalArgumentException("there are no rows behind the header line");
        }
        return new CsvData(columns, rows);
    }

    /** Cuts a text into lines, and lines into values. */
    private static final class Lines {
        private final String text;
        private int at;
        private int number = 1;

        Lines(String text) {
            this.text = text;
        }

        boolean atEnd() {
            return at == text.length();
        }

        /** The number of the line that is next; one with quoted line ends counts as several. */
        int number() {
            return number;
        }

        List<String> next() {
            List<String> values = new ArrayList<>();
            while (true) {
                values.add(is('"') ? quoted() : plain());
                if (!is(',')) {
                    break;
                }
                at++;
            }
            lineEnd();
            return List.copyOf(values);
        }

        private boolean is(char c) {
            return at < text.length() && text.charAt(at) == c;
        }

        private String plain() {
            int start = at;
            while (!atEnd() && !is(',') && !isLineEnd()) {
                if (is('"')) {
                    throw wrong("a quotation mark within a value that is not quoted");
                }
                at++;
            }
            return text.substring(start, at);
        }

        private boolean isLineEnd() {
            return is('\n') || text.startsWith("\r\n", at);
        }

        private String quoted() {
            int opened = number;
            StringBuilder value = new StringBuilder();
            at++;
            while (true) {
                if (atEnd()) {
                    number = opened;
                    throw wrong("a quoted value that does not end");
                }
                char c = text.charAt(at++);
                if (c == '"') {
                    if (!is('"')) {
                        return value.toString();
                    }
                    at++;
                } else if (c == '\n') {
                    number++;
                }
                value.append(c);
            }
        }

        private void lineEnd() {
            if (atEnd()) {
                return;
            }
            if (!isLineEnd()) {
                throw wrong("something between a quoted value and the next comma");
            }
            at += is('\n') ? 1 : 2;
            number++;
        }

        private IllegalArgumentException wrong(String fault) {
            return new IllegalArgumentException("line %d: %s".formatted(number, fault));
        }
    }
}

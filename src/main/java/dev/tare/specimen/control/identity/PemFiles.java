package dev.tare.specimen.control.identity;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Set;

/**
 * Files with keys and certificates that only their owner may read, and that are gone when this is
 * closed.
 *
 * <p>Thread-safety: one thread.
 */
final class PemFiles implements AutoCloseable {
    private static final int LINE_LENGTH = 64;

    private final List<Path> written = new ArrayList<>();

    /** A file of an earlier attempt is replaced. */
    void write(Path file, String text) throws IOException {
        Files.deleteIfExists(file);
        Files.createFile(file, ownersOnly(file));
        Files.writeString(file, text, US_ASCII, StandardOpenOption.WRITE);
        written.add(file);
    }

    private static FileAttribute<?>[] ownersOnly(Path file) {
        if (!file.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            return new FileAttribute<?>[0];
        }
        Set<PosixFilePermission> rights = PosixFilePermissions.fromString("rw-------");
        return new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(rights)};
    }

    static String certificate(byte[] content) {
        return text("CERTIFICATE", content);
    }

    /** A key in PKCS #8. */
    static String key(byte[] content) {
        return text("PRIVATE KEY", content);
    }

    /** Source: RFC 7468, section 2. */
    private static String text(String label, byte[] content) {
        String lines =
                Base64.getMimeEncoder(LINE_LENGTH, new byte[] {'\n'}).encodeToString(content);
        return "-----BEGIN %s-----\n%s\n-----END %s-----\n".formatted(label, lines, label);
    }

    /** Removes every file that was written. */
    @Override
    public void close() throws IOException {
        for (Path file : written) {
            Files.deleteIfExists(file);
        }
        written.clear();
    }
}

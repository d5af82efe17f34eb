package dev.tare.lab.history;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Optional;

/** Where the index of a folder lies, and whether it may lie there. */
final class IndexFile {
    static final String NAME = ".tare-history.sqlite";

    /** What SQLite keeps beside it while it writes. */
    private static final String JOURNAL = NAME + "-journal";

    private static final String MEMORY = "jdbc:sqlite::memory:";

    private final Path folder;

    IndexFile(Path folder) {
        this.folder = folder.toAbsolutePath();
    }

    /** For an index that lasts as long as its connection. */
    static String inMemory() {
        return MEMORY;
    }

    /** For the file. By URI, so that no sign in a folder's name means anything to the driver. */
    String url() {
        URI uri = folder.resolve(NAME).toUri();
        return "jdbc:sqlite:file:" + uri.getRawPath();
    }

    /** Why there can be no index in this folder, as far as can be seen beforehand. */
    Optional<String> hindrance() {
        Path file = folder.resolve(NAME);
        if (Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
            return Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)
                    ? writable(file)
                    : Optional.of(NAME + " is no regular file");
        }
        return writable(folder);
    }

    private static Optional<String> writable(Path file) {
        return Files.isWritable(file)
                ? Optional.empty()
                : Optional.of("the folder may not be written to");
    }

    /** Removes it, to be built anew. */
    void delete() throws IOException {
        Files.deleteIfExists(folder.resolve(NAME));
        Files.deleteIfExists(folder.resolve(JOURNAL));
    }
}

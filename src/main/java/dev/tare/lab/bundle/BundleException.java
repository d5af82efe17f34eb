package dev.tare.lab.bundle;

import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** A bundle that cannot be read or written: which file, what is wrong, what to do, in one line. */
public final class BundleException extends IOException {
    private final transient Path file;

    BundleException(Path file, String sentence) {
        super(file + ": " + oneLine(sentence));
        this.file = file;
    }

    BundleException(Path file, String sentence, @Nullable Throwable cause) {
        super(file + ": " + oneLine(sentence), cause);
        this.file = file;
    }

    /** The file or folder at fault. */
    public Path file() {
        return file;
    }

    private static String oneLine(String sentence) {
        return sentence.replaceAll("\\s*[\\r\\n]+\\s*", " ").strip();
    }
}

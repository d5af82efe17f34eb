package dev.tare.io.nativeaccess;

import java.nio.file.Path;

/** Where a standard stream of a new process leads. */
public sealed interface ChildStream {

    /** {@code /dev/null}. */
    record Nothing() implements ChildStream {}

    /** A pipe whose other end the caller is handed. */
    record Pipe() implements ChildStream {}

    /** Only for standard error: wherever standard output leads. */
    record SameAsOutput() implements ChildStream {}

    /**
     * A file; written to, it is created where it is absent, and appended to.
     *
     * @param path absolute
     */
    record ToFile(Path path) implements ChildStream {
        public ToFile {
            if (!path.isAbsolute()) {
                throw new IllegalArgumentException("path " + path + " must be absolute");
            }
        }
    }
}

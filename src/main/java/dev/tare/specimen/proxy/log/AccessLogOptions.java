package dev.tare.specimen.proxy.log;

import java.nio.file.Path;
import java.util.Optional;

/**
 * How requests are written down.
 *
 * @param file lines are added at its end; empty: to standard output
 * @param format of a line
 */
public record AccessLogOptions(Optional<Path> file, Format format) {
    /** The form of a line. */
    public enum Format {
        /** Words with a blank between them, the request between quotes. */
        TEXT,
        /** An object. */
        JSON
    }
}

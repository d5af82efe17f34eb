package dev.tare.specimen.proxy.config;

/**
 * A line for every request.
 *
 * @param path the file; {@code -} for standard output
 * @param format of a line
 */
public record AccessLogConfig(String path, Format format) {
    /** How a line is written. */
    public enum Format {
        TEXT,
        JSON
    }

    public AccessLogConfig {
        Range.length("path", path, 1, TlsConfig.MAX_PATH_LENGTH);
    }
}

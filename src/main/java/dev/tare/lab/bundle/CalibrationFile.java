package dev.tare.lab.bundle;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** A {@link CalibrationRecord} as a file: in a bundle, and where {@code tare doctor} stores it. */
public final class CalibrationFile {
    static final int MAX_BYTES = 1 << 20;

    private CalibrationFile() {}

    /** Its JSON, with one line feed at the end. */
    public static byte[] toJson(CalibrationRecord calibration) {
        return BundleFormat.toJson(calibration);
    }

    /**
     * Writes it, whole or not at all; its folder is made if it is not there.
     *
     * @throws BundleException when it cannot be written, in one line
     */
    public static void write(Path file, CalibrationRecord calibration) throws BundleException {
        Path folder = file.toAbsolutePath().getParent();
        try {
            if (folder != null) {
                Files.createDirectories(folder);
            }
            DurableFiles.writeFile(file, toJson(calibration));
        } catch (IOException e) {
            throw BundleWriter.failure(file, "could not be written", e);
        }
    }

    /**
     * Reads it, trusting nothing in it.
     *
     * @return empty where there is no such file
     * @throws BundleException when it is cut short, not what Tare wrote, larger than 1 MiB, or of a
     *     newer format; in one line
     */
    public static Optional<CalibrationRecord> read(Path file) throws BundleException {
        if (!Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
            return Optional.empty();
        }
        JsonNode tree = BundleReader.parse(file, JsonNode.class, MAX_BYTES);
        JsonNode version = tree.path("format_version");
        if (!version.isInt() || version.asInt() < 1) {
            throw new BundleException(file, "is no calibration: it names no format_version");
        }
        if (version.asInt() > CalibrationRecord.FORMAT_VERSION) {
            throw new BundleException(
                    file,
                    "has format version %d; this Tare reads up to %d: use a newer Tare"
                            .formatted(version.asInt(), CalibrationRecord.FORMAT_VERSION));
        }
        return Optional.of(BundleReader.bound(file, tree, CalibrationRecord.class));
    }
}

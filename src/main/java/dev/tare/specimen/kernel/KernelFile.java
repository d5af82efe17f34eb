package dev.tare.specimen.kernel;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** A file that the kernel writes when it is read. */
final class KernelFile {
    private KernelFile() {}

    /** Its text; empty where it is absent or another user's. */
    static Optional<String> text(Path file) {
        try {
            return Optional.of(Files.readString(file, StandardCharsets.ISO_8859_1));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** A number of 64 bits without a sign, such as the kernel writes; -1 where it is none. */
    static long number(String word) {
        try {
            return Math.max(-1, Long.parseLong(word));
        } catch (NumberFormatException e) {
            return -1;
        }
    }
}

package dev.tare.io.nativeaccess;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Loads a library of JNI methods that lies in a jar on the class path.
 *
 * <p>The system loads libraries from files only: so it is copied into a folder of its own in the
 * temporary folder, which nobody else can write to, loaded, and removed again.
 */
public final class BundledLibrary {
    private BundledLibrary() {}

    /**
     * Loads it; its methods then belong to the classes of Tare's own class loader.
     *
     * @param resource where it lies, {@code {}} standing for {@code linux_x86_64} or {@code
     *     linux_aarch_64}
     * @return why that failed, in one line; empty if it did not
     */
    public static Optional<String> load(String resource) {
        String system = System.getProperty("os.name", "").toLowerCase(Locale.ROOT);
        String machine =
                switch (System.getProperty("os.arch", "")) {
                    case "amd64", "x86_64" -> "x86_64";
                    case "aarch64" -> "aarch_64";
                    default -> "";
                };
        if (!system.equals("linux") || machine.isEmpty()) {
            return Optional.of("its library is there for Linux on x86-64 and AArch64 only");
        }
        return loadCopy(resource.replace("{}", "linux_" + machine));
    }

    private static Optional<String> loadCopy(String resource) {
        Path folder = null;
        Path copy = null;
        try (InputStream library = BundledLibrary.class.getResourceAsStream("/" + resource)) {
            if (library == null) {
                return Optional.of("its library is not on the class path: " + resource);
            }
            folder =
                    Files.createTempDirectory(
                            "tare-",
                            PosixFilePermissions.asFileAttribute(
                                    PosixFilePermissions.fromString("rwx------")));
            copy = folder.resolve(resource.substring(resource.lastIndexOf('/') + 1));
            Files.copy(library, copy, StandardCopyOption.REPLACE_EXISTING);
            System.load(copy.toString());
            return Optional.empty();
        } catch (IOException | UnsatisfiedLinkError e) {
            return Optional.of(
                    "its library cannot be loaded; set java.io.tmpdir to a folder that programs may"
                            + " run from: "
                            + e.getMessage());
        } finally {
            remove(copy);
            remove(folder);
        }
    }

    private static void remove(@Nullable Path path) {
        if (path == null) {
            return;
        }
        try {
            Files.deleteIfExists(path);
        } catch (IOException e) {
            // It stays in the temporary folder; the library works all the same.
            path.toFile().deleteOnExit();
        }
    }
}

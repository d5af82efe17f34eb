package dev.tare.view.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.URISyntaxException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

final class StartLibrariesTest {
    private static final int JAVA_6 = 50;

    @TempDir private Path folder;
    private Path library = Path.of("");

    @BeforeEach
    void copyPicocli() throws IOException, URISyntaxException {
        Path original =
                Path.of(
                        CommandLine.class
                                .getProtectionDomain()
                                .getCodeSource()
                                .getLocation()
                                .toURI());
        library = Files.copy(original, folder.resolve("picocli.jar"));
    }

    @Test
    void noClassIsLeftThatAStartCacheWouldRefuse() throws IOException {
        assertThat(StartLibraries.rewrite(library)).isTrue();
        try (ZipFile zip = new ZipFile(library.toFile())) {
            for (ZipEntry entry : Collections.list(zip.entries())) {
                if (entry.getName().endsWith(".class")) {
                    try (InputStream in = zip.getInputStream(entry)) {
                        byte[] head = in.readNBytes(8);
                        assertThat((int) head[7])
                                .as(entry.getName())
                                .isGreaterThanOrEqualTo(JAVA_6);
                    }
                }
            }
        }
    }

    @Test
    void theJvmVerifiesAndRunsWhatWasRewritten() throws Exception {
        StartLibraries.rewrite(library);
        URL[] classPath = {library.toUri().toURL()};
        try (URLClassLoader loader =
                new URLClassLoader(classPath, ClassLoader.getPlatformClassLoader())) {
            try (ZipFile zip = new ZipFile(library.toFile())) {
                for (ZipEntry entry : Collections.list(zip.entries())) {
                    String name = entry.getName();
                    if (name.startsWith("picocli/") && name.endsWith(".class")) {
                        String type = name.replace('/', '.').substring(0, name.length() - 6);
                        Class.forName(type, !type.contains("jansi"), loader);
                    }
                }
            }
            Class<?> version = loader.loadClass("picocli.CommandLine");
            assertThat(version.getField("VERSION").get(null)).isEqualTo(CommandLine.VERSION);
        }
    }

    @Test
    void whatIsNewEnoughIsLeftAlone() throws IOException {
        StartLibraries.rewrite(library);
        byte[] once = Files.readAllBytes(library);
        assertThat(StartLibraries.rewrite(library)).isFalse();
        assertThat(Files.readAllBytes(library)).isEqualTo(once);
        try (var files = Files.list(folder)) {
            assertThat(files).containsExactly(library);
        }
    }
}

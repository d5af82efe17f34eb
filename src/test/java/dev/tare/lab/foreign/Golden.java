package dev.tare.lab.foreign;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Files that hold what is expected; {@code -Dtare.golden.renew=true} writes them anew, but for
 * those that hold what another tool printed.
 */
final class Golden {
    private static final Path FOLDER = Path.of("src/test/resources/golden/foreign");

    private Golden() {}

    static void matches(String name, String actual) throws IOException {
        if (Boolean.getBoolean("tare.golden.renew")) {
            Files.createDirectories(FOLDER);
            Files.writeString(FOLDER.resolve(name), actual);
        }
        matchesTheTool(name, actual);
    }

    static void matchesTheTool(String name, String actual) throws IOException {
        assertThat(actual).as(name).isEqualTo(Files.readString(FOLDER.resolve(name)));
    }
}

package dev.tare.view.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Files that hold what is expected; {@code -Dtare.golden.renew=true} writes them anew. */
public final class Golden {
    private static final Path FOLDER = Path.of("src/test/resources/dev/tare/view/report");

    private Golden() {}

    public static void matches(String name, String actual) throws IOException {
        Path file = FOLDER.resolve(name);
        if (Boolean.getBoolean("tare.golden.renew")) {
            Files.createDirectories(FOLDER);
            Files.writeString(file, actual);
        }
        assertThat(actual)
                .as("%s (renew with -Dtare.golden.renew=true, then read the difference)", file)
                .isEqualTo(Files.readString(file));
    }
}

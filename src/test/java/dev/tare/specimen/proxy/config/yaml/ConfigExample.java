package dev.tare.specimen.proxy.config.yaml;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The example of the documentation, which has every key. */
final class ConfigExample {
    private static final Path DOCUMENT = Path.of("docs/minivoy-config.md");
    private static final String BEGIN = "```yaml\n";

    private ConfigExample() {}

    static String text() throws IOException {
        String document = Files.readString(DOCUMENT);
        int start = document.indexOf(BEGIN) + BEGIN.length();
        return document.substring(start, document.indexOf("\n```", start) + 1);
    }
}

package dev.tare.lab.foreign.reader;

import org.junit.jupiter.api.Test;

import java.nio.file.Files;
import java.nio.file.Path;

final class SeedsTest {
    @Test
    void look() throws Exception {
        for (String name : new String[] {"000", "001", "004", "002", "003"}) {
            try (var files = Files.list(Path.of("/work/shared/seeds"))) {
                Path file =
                        files.filter(f -> f.getFileName().toString().startsWith(name))
                                .findFirst()
                                .get();
                Files.writeString(
                        Path.of("/tmp/read-" + name + ".txt"),
                        Described.text(ForeignReader.read(file)));
            }
        }
    }
}

package dev.tare.lab.foreign.reader;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Whole files that tools printed, against what a person reads in them. */
final class ForeignReaderTest {
    private static final Path FOLDER = Path.of("src/test/resources/dev/tare/lab/foreign/reader");

    static Path fixture(String name) {
        return FOLDER.resolve(name);
    }

    static ForeignText read(String name) throws IOException {
        return ForeignReader.read(name, Files.readAllBytes(fixture(name)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "wrk.txt",
                "wrk-latency.txt",
                "wrk-503.txt",
                "wrk-timeout.txt",
                "wrk2.txt",
                "fortio.txt",
                "fortio-max.txt",
                "fortio-503.txt",
                "fortio-behind.txt",
                "fortio.json",
                "fortio-old.md",
                "oha.json",
                "vegeta.txt",
                "vegeta.json",
                "k6-export.json",
                "k6-summary.json",
                "nighthawk.json",
                "notebook.md",
                "notebook.ipynb"
            })
    void everyFigureOfAFileIsRead(String name) throws IOException {
        String actual = Described.text(read(name));
        Path golden = fixture(name + ".read.txt");
        if (Boolean.getBoolean("tare.golden.renew")) {
            Files.writeString(golden, actual);
        }
        assertThat(actual).as(name).isEqualTo(Files.readString(golden));
    }
}

package dev.tare.lab.foreign.reader;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tare.lab.foreign.reader.result.ForeignResult;
import dev.tare.lab.foreign.reader.result.ForeignText;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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

    @ParameterizedTest
    @ValueSource(
            strings = {
                "foreign/wrk.txt",
                "foreign/wrk-faulty.txt",
                "foreign/wrk-empty.txt",
                "foreign/wrk2.txt",
                "foreign/wrk2-uncorrected.txt",
                "foreign/fortio.txt",
                "foreign/fortio-faulty.txt",
                "foreign/fortio-quiet.txt",
                "foreign/fortio-empty.txt",
                "foreign/fortio-grpc.txt",
                "foreign/fortio.json",
                "foreign/fortio-grpc.json",
                "load/open.txt",
                "load/closed-limited.txt",
                "load/eventful.txt",
                "load/eventful-ascii.txt",
                "load/nothing.txt"
            })
    void whatTarePrintsItselfIsReadBackWhole(String name) throws IOException {
        Path file = Path.of("src/test/resources/golden").resolve(name);
        ForeignText read = ForeignReader.read(name, Files.readAllBytes(file));
        assertThat(read.unread()).isEmpty();
        assertThat(read.results()).singleElement().matches(ForeignResult::whole);
        String golden = "tare-" + name.replaceAll("[/.]", "-") + ".read.txt";
        if (Boolean.getBoolean("tare.golden.renew")) {
            Files.writeString(fixture(golden), Described.text(read));
        }
        assertThat(Described.text(read)).isEqualTo(Files.readString(fixture(golden)));
    }

    @Test
    void lineEndsColoursAndAMarkAtTheBeginningMakeNoDifference() throws IOException {
        String plain = Files.readString(fixture("notebook.md"));
        String expected = Described.text(ForeignReader.read("x", plain));
        assertThat(Described.text(ForeignReader.read("x", plain.replace("\n", "\r\n"))))
                .isEqualTo(expected);
        assertThat(Described.text(ForeignReader.read("x", plain.replace("\uFEFF", ""))))
                .isEqualTo(expected);
        assertThat(Described.text(ForeignReader.read("x", plain.getBytes(StandardCharsets.UTF_16))))
                .isEqualTo(expected.replace("\uFEFF", ""));
        byte[] wide = plain.replace("\uFEFF", "").getBytes(StandardCharsets.UTF_16);
        assertThat(Described.text(ForeignReader.read("x", wide))).isEqualTo(expected);
        String coloured = plain.replace("Latency", "\u001b[1mLatency\u001b[0m");
        assertThat(Described.text(ForeignReader.read("x", coloured))).isEqualTo(expected);
    }
}

package dev.tare.lab.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class TraceFileTest {
    @TempDir private Path folder = Path.of("");

    private Path file(String text) throws IOException {
        return Files.writeString(folder.resolve("starts.txt"), text, StandardCharsets.ISO_8859_1);
    }

    @Test
    void startsAreSecondsOrHaveAUnit() throws Exception {
        String text = "# recorded on Monday\n0\n\n0.25 # the second\r\n250ms\n1.000000001\n1m2s";
        assertThat(TraceFile.read(file(text)).offsetsNs())
                .containsExactly(0L, 250_000_000L, 250_000_000L, 1_000_000_001L, 62_000_000_000L);
    }

    @Test
    void secondsOfTheEpochCountFromTheFirstToTheNs() throws Exception {
        String text = "1700000000.123456789\n1700000000.123456790\n1700000010.5\n";
        assertThat(TraceFile.read(file(text)).offsetsNs()).containsExactly(0L, 1L, 10_376_543_211L);
    }

    @ParameterizedTest
    @CsvSource({
        "'0\n1\nsoon\n', line 3: \"soon\" is not a time",
        "'0\n-1\n', line 2: \"-1\" is not a time",
        "'5\n\n4\n', line 3: \"4\" is earlier than the start before it",
        "'1700000000\n1600000000\n', line 2: \"1600000000\" is earlier than",
        "'99999999999\n', line 1: \"99999999999\" is not a time",
        "'# nothing\n', holds no start",
        "'', holds no start",
    })
    void aFaultIsNamedWithItsLine(String text, String words) throws IOException {
        Path file = file(text);
        assertThatExceptionOfType(PlanException.class)
                .isThrownBy(() -> TraceFile.read(file))
                .withMessageContaining(file.toString())
                .withMessageContaining(words);
    }

    @Test
    void aLineHasItsLimit() throws Exception {
        String longest = "1".repeat(2) + " ".repeat(TraceFile.MAX_LINE - 2);
        assertThat(TraceFile.read(file("1\n" + longest + "\n")).offsetsNs()).hasSize(2);
        Path tooLong = file("1\n" + longest + " \n");
        assertThatExceptionOfType(PlanException.class)
                .isThrownBy(() -> TraceFile.read(tooLong))
                .withMessageContaining("line 2: is longer than 256 characters");
    }

    @Test
    void aFileThatIsNoneIsNamed() throws IOException {
        assertThatExceptionOfType(PlanException.class)
                .isThrownBy(() -> TraceFile.read(folder.resolve("absent")))
                .withMessageContaining("absent: does not exist");
        assertThatExceptionOfType(PlanException.class)
                .isThrownBy(() -> TraceFile.read(folder))
                .withMessageContaining("cannot be read");
        Path binary = file("1\n\u00ff\u00fe\n");
        assertThatExceptionOfType(PlanException.class)
                .isThrownBy(() -> TraceFile.read(binary))
                .withMessageContaining("is no text in UTF-8");
    }
}

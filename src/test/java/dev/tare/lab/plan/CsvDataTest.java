package dev.tare.lab.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

final class CsvDataTest {
    @TempDir private Path folder = Path.of("");

    @ParameterizedTest
    @ValueSource(strings = {"a,b\r\n1,2\r\n3,\r\n", "a,b\n1,2\n3,", "\ufeffa,b\n\"1\",2\n3,\"\"\n"})
    void headerAndRowsAreRead(String text) {
        CsvData data = CsvData.parse(text);
        assertThat(data.columns()).containsExactly("a", "b");
        assertThat(data.rows()).containsExactly(List.of("1", "2"), List.of("3", ""));
    }

    @Test
    void quotedValuesHoldCommasQuotesAndLineEnds() {
        CsvData data = CsvData.parse("\"a,\"\"x\"\"\"\r\n\"1\r\n2,\"\r\n");
        assertThat(data.columns()).containsExactly("a,\"x\"");
        assertThat(data.rows()).containsExactly(List.of("1\r\n2,"));
    }

    static Stream<Arguments> faults() {
        return Stream.of(
                Arguments.of("", "there is no header line"),
                Arguments.of("a\n", "there are no rows behind the header line"),
                Arguments.of("a,,b\n1,2,3\n", "line 1: a column has no name"),
                Arguments.of("a,a\n1,2\n", "line 1: two columns have one name"),
                Arguments.of("a,b\n1,2\n3\n", "line 3 has 1 values, the header has 2"),
                Arguments.of("a\n\"1\n2\"\n1,2\n", "line 4 has 2 values, the header has 1"),
                Arguments.of("a\n1\"2\n", "line 2: a quotation mark within a value"),
                Arguments.of("a\n\"1\"2\n", "line 2: something between a quoted value"),
                Arguments.of("a\n1\n\"2\n\n", "line 3: a quoted value that does not end"));
    }

    @ParameterizedTest(name = "{1}")
    @MethodSource("faults")
    void aFaultIsNamedWithItsLine(String text, String expected) {
        assertThatThrownBy(() -> CsvData.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(expected);
    }

    @Test
    void theNumberOfRowsIsBounded() {
        String most = "a\n" + "1\n".repeat(CsvData.MAX_ROWS);
        assertThat(CsvData.parse(most).rows()).hasSize(CsvData.MAX_ROWS);
        assertThatThrownBy(() -> CsvData.parse(most + "1\n"))
                .hasMessageContaining("more than 1000000 rows");
    }

    @Test
    void aFileIsReadInUtf8() throws IOException {
        Path file = folder.resolve("data.csv");
        Files.writeString(file, "stadt\nKöln\n");
        assertThat(CsvData.read(file).rows()).containsExactly(List.of("Köln"));
    }

    @Test
    void aFileThatIsNoneIsNamed() throws IOException {
        Path file = folder.resolve("data.csv");
        assertThatThrownBy(() -> CsvData.read(file)).hasMessage(file + " cannot be read");
        Files.write(file, "stadt\nKöln\n".getBytes(StandardCharsets.ISO_8859_1));
        assertThatThrownBy(() -> CsvData.read(file)).hasMessage(file + " is not UTF-8");
        Files.writeString(file, "a\n");
        assertThatThrownBy(() -> CsvData.read(file)).hasMessageStartingWith(file + ": there are");
        try (RandomAccessFile large = new RandomAccessFile(file.toFile(), "rw")) {
            large.setLength(CsvData.MAX_BYTES + 1);
        }
        assertThatThrownBy(() -> CsvData.read(file))
                .hasMessageContaining("more than 67108864 bytes");
    }
}

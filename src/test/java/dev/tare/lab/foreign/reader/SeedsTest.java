package dev.tare.lab.foreign.reader;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tare.lab.foreign.reader.result.ForeignResult;
import dev.tare.lab.foreign.reader.result.ForeignText;
import dev.tare.lab.foreign.reader.result.Labels;
import dev.tare.lab.foreign.reader.result.Oddity;
import dev.tare.lab.foreign.reader.result.Place;
import dev.tare.lab.foreign.reader.result.Printed;
import dev.tare.lab.foreign.reader.result.Tool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * The documents that Tare began with, where {@code -Dtare.seeds} names the folder that holds them:
 * every block that a search for its last lines finds is read.
 */
@EnabledIfSystemProperty(named = "tare.seeds", matches = ".+")
final class SeedsTest {
    private static Path seed(String number) throws IOException {
        try (Stream<Path> files = Files.list(Path.of(System.getProperty("tare.seeds")))) {
            return files.filter(file -> file.getFileName().toString().startsWith(number))
                    .findFirst()
                    .orElseThrow();
        }
    }

    private static long linesWith(Path file, String words) throws IOException {
        try (Stream<String> lines = Files.lines(file)) {
            return lines.filter(line -> line.contains(words)).count();
        }
    }

    private static List<ForeignResult> of(ForeignText text, Tool tool) {
        return text.results().stream().filter(result -> result.tool() == tool).toList();
    }

    @Test
    void everyBlockOfWrksIsReadWhole() throws IOException {
        for (String number : List.of("000", "004")) {
            Path file = seed(number);
            ForeignText text = ForeignReader.read(file);
            assertThat(text.unread()).isEmpty();
            assertThat(text.results())
                    .hasSize((int) linesWith(file, " requests in "))
                    .allMatch(ForeignResult::whole)
                    .allMatch(result -> result.tool() == Tool.WRK)
                    .allMatch(result -> result.labels().command().isPresent())
                    .allMatch(result -> result.done().bytesRead().isPresent())
                    .allMatch(result ->
                            result.labels()
                                    .claims(Labels.Subject.CONNECTIONS)
                                    .getFirst()
                                    .allows(result.asked().connections().orElse(0), 0));
        }
    }

    @Test
    void everyBlockOfFortiosIsReadWholeAndOnce() throws IOException {
        Path file = seed("001");
        ForeignText text = ForeignReader.read(file);
        List<ForeignResult> blocks = of(text, Tool.FORTIO);
        assertThat(text.unread()).isEmpty();
        assertThat(blocks)
                .hasSize((int) linesWith(file, "Sockets used: "))
                .allMatch(ForeignResult::whole)
                .allMatch(result -> result.answers().wholeBytes().isPresent())
                .allMatch(result -> result.answers().sockets().isPresent())
                .allMatch(result -> result.labels().headings().size() >= 1);
        assertThat(blocks.stream().flatMap(result -> result.oddities().stream()))
                .filteredOn(oddity -> oddity.kind() == Oddity.Kind.NEGATIVE_VARIANCE)
                .hasSize((int) linesWith(file, "Unexpected negative sigma"));
        assertThat(blocks)
                .allMatch(result ->
                        result.latency().percentilesNs().size()
                                == linesWithin(file, result, "target "));
    }

    private static long linesWithin(Path file, ForeignResult result, String words) {
        try (Stream<String> lines = Files.lines(file)) {
            Place place = result.place();
            return lines.skip(place.firstLine() - 1L)
                    .limit(place.lastLine() - place.firstLine() + 1L)
                    .mapToLong(line -> line.split(words, -1).length - 1L)
                    .sum();
        } catch (IOException broken) {
            throw new java.io.UncheckedIOException(broken);
        }
    }

    @Test
    void figuresCopiedIntoTablesAreReadAsSuch() throws IOException {
        List<ForeignResult> tables = of(ForeignReader.read(seed("001")), Tool.BY_HAND);
        assertThat(tables).hasSize(7);
        ForeignResult first = tables.getFirst();
        assertThat(first.latency().meanNs()).contains(new Printed(101_608_000, 500));
        assertThat(first.labels().claim(Labels.Subject.CONNECTIONS).orElseThrow().low())
                .isEqualTo(100);
    }

    @Test
    void documentsWithoutBlocksHoldNone() throws IOException {
        for (String number : List.of("002", "003")) {
            ForeignText text = ForeignReader.read(seed(number));
            assertThat(text.results()).isEmpty();
            assertThat(text.unread()).isEmpty();
        }
    }
}

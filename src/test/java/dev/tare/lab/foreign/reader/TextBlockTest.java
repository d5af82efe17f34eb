package dev.tare.lab.foreign.reader;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tare.lab.foreign.reader.result.Answers.ErrorClass;
import dev.tare.lab.foreign.reader.result.ForeignResult;
import dev.tare.lab.foreign.reader.result.ForeignText;
import dev.tare.lab.foreign.reader.result.Oddity;
import dev.tare.lab.foreign.reader.result.Printed;
import dev.tare.lab.foreign.reader.result.Unread;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Blocks that are cut off, mixed up or told twice. */
final class TextBlockTest {
    private static ForeignText read(String text) {
        return ForeignReader.read("notes", text);
    }

    private static List<String> lines(String fixture) throws IOException {
        return Files.readAllLines(ForeignReaderTest.fixture(fixture));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "wrk-latency.txt",
                "wrk2.txt",
                "fortio-503.txt",
                "vegeta.txt",
                "wrk-503.txt"
            })
    void aBlockCutOffAnywhereGivesWhatStandsThereAndNamesItsLastLine(String fixture)
            throws IOException {
        List<String> lines = lines(fixture);
        int whole = read(String.join("\n", lines)).results().getFirst().place().lastLine();
        for (int kept = 1; kept < whole; kept++) {
            ForeignText text = read(String.join("\n", lines.subList(0, kept)));
            assertThat(text.results()).hasSizeLessThan(2).noneMatch(ForeignResult::whole);
            assertThat(text.unread()).hasSameSizeAs(text.results());
            for (Unread fault : text.unread()) {
                assertThat(fault.place().lastLine()).isLessThanOrEqualTo(kept);
                assertThat(fault.why()).contains("ends before its line");
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"wrk-latency.txt", "wrk2.txt", "fortio-503.txt"})
    void aBlockWithoutItsFirstLineGivesTheRest(String fixture) throws IOException {
        List<String> lines = lines(fixture);
        ForeignText text = read(String.join("\n", lines.subList(1, lines.size())));
        assertThat(text.results()).singleElement().matches(ForeignResult::whole);
    }

    @Test
    void twoBlocksWithoutALineBetweenThemAreTwo() throws IOException {
        String text = Files.readString(ForeignReaderTest.fixture("wrk-503.txt"));
        assertThat(read(text + text).results()).hasSize(2);
        String half = text.substring(0, text.indexOf("  38399"));
        ForeignText mixed = read(half + text);
        assertThat(mixed.results()).extracting(ForeignResult::whole).containsExactly(false, true);
        assertThat(mixed.unread())
                .singleElement()
                .satisfies(fault -> assertThat(fault.place().firstLine()).isEqualTo(5));
    }

    @Test
    void aQuotedLastLineOfFortiosCountsOnceWithItsBlockAndAloneWithout() {
        String end = "All done 28 calls (plus 1 warmup) 2186.422 ms avg, 0.5 qps\n";
        String block = "```\n# target 50% 2.2\nCode 200 : 28 (100.0 %)\n" + end + "```\n";
        assertThat(read(end + block).results()).hasSize(1);
        assertThat(read(end + "\nthat was all").results()).hasSize(1);
        assertThat(read(end.replace("0.5", "0.9") + block).results()).hasSize(2);
        assertThat(read(end + "Code  -1 : 2 (7.1 %)\n\n" + block).results())
                .singleElement()
                .satisfies(result -> assertThat(result.answers().errors()).isEmpty());
    }

    @Test
    void thePercentilesOfFailedCallsAreNotThoseOfTheRun() throws IOException {
        ForeignResult result =
                read(Files.readString(ForeignReaderTest.fixture("fortio.txt")))
                        .results()
                        .getFirst();
        assertThat(result.latency().percentileNs(0.99)).contains(new Printed(2_146_880, 5));
    }

    @Test
    void whatATimeoutLeavesOutIsAnOddityAndAnError() throws IOException {
        ForeignResult result =
                read(Files.readString(ForeignReaderTest.fixture("wrk-timeout.txt")))
                        .results()
                        .getFirst();
        assertThat(result.answers().errors(ErrorClass.TIMEOUT)).isEqualTo(4);
        assertThat(result.answers().errors(ErrorClass.STATUS)).isZero();
        assertThat(result.oddities())
                .singleElement()
                .satisfies(oddity -> {
                    assertThat(oddity.kind()).isEqualTo(Oddity.Kind.NOT_A_NUMBER);
                    assertThat(oddity.line()).isEqualTo(4);
                });
    }

    @Test
    void aCommandBeforeAnotherBlockIsNotThisOnes() throws IOException {
        String block = Files.readString(ForeignReaderTest.fixture("wrk-503.txt"));
        ForeignText text = read("$ wrk -c7 http://127.0.0.1/\n" + block + "\n" + block);
        assertThat(text.results().getFirst().labels().command()).isPresent();
        assertThat(text.results().getLast().labels().command()).isEmpty();
    }

    @Test
    void anotherToolsTextIsNoBlockOfThese() {
        ForeignText text =
                read(
                        """
                        Summary:
                          Success rate: 100.00%
                          Requests/sec: 1581.4941
                        Document Length:        100 bytes
                        Requests per second:    45.6 [#/sec] (mean)
                        """);
        assertThat(text.results()).isEmpty();
        assertThat(text.unread()).isEmpty();
    }

    @Test
    void whatIsNotJsonAfterAllIsReadAsText() throws IOException {
        String block = Files.readString(ForeignReaderTest.fixture("wrk-503.txt"));
        ForeignText text = read("{ braces }\n[list\n" + block + "{\n" + block);
        assertThat(text.results()).hasSize(2);
        assertThat(text.unread()).isEmpty();
    }

    @Test
    void aListOfDocumentsHoldsThemAll() throws IOException {
        String vegeta = Files.readString(ForeignReaderTest.fixture("vegeta.json")).strip();
        assertThat(read("[" + vegeta + ",\n" + vegeta + "]").results())
                .extracting(result -> result.place().firstLine())
                .containsExactly(1, 2);
        assertThat(read(vegeta + "\n" + vegeta + "\n").results()).hasSize(2);
    }
}

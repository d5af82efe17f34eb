package dev.tare.lab.foreign.reader;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tare.lab.foreign.reader.result.ForeignResult;
import dev.tare.lab.foreign.reader.result.ForeignText;
import dev.tare.lab.foreign.reader.result.Place;
import dev.tare.lab.foreign.reader.result.Unread;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** Everything that is read has a bound, and what lies beyond it is told. */
final class ReaderLimitsTest {
    private static final String WRK =
            """
            Running 1s test @ http://127.0.0.1:1/
              1 threads and 2 connections
              Thread Stats   Avg      Stdev     Max   +/- Stdev
                Latency   287.27us    0.92ms  11.13ms   92.53%
                Req/Sec    60.64k    29.94k   80.23k    81.82%
              66194 requests in 1.10s, 11.36MB read
            Requests/sec:  59956.54
            Transfer/sec:     10.29MB
            """;

    private static ForeignText read(String text) {
        return ForeignReader.read("text", text);
    }

    @Test
    void aFileThatIsNotThereIsTheReadersOnlyException() {
        assertThatThrownBy(() -> ForeignReader.read(Path.of("/nowhere/at/all")))
                .isInstanceOf(NoSuchFileException.class);
    }

    @Test
    void ofATextThatIsTooLongTheBeginningIsRead() {
        byte[] begin = WRK.getBytes(StandardCharsets.UTF_8);
        byte[] text = Arrays.copyOf(begin, ForeignReader.MAX_BYTES + 1);
        Arrays.fill(text, begin.length, text.length, (byte) 'x');
        text[ForeignReader.MAX_BYTES - 1] = '\n';
        ForeignText read = ForeignReader.read("text", text);
        assertThat(read.results()).hasSize(1);
        assertThat(read.unread())
                .singleElement()
                .satisfies(fault -> assertThat(fault.why()).contains("64 MiB"));
    }

    @Test
    void ofTooManyLinesTheFirstAreRead() {
        String text = WRK + "\n".repeat(SourceText.MAX_LINES) + WRK;
        ForeignText read = read(text);
        assertThat(read.results()).hasSize(1);
        assertThat(read.unread())
                .singleElement()
                .satisfies(fault -> {
                    assertThat(fault.place().firstLine()).isEqualTo(SourceText.MAX_LINES);
                    assertThat(fault.why()).contains("2,000,000 lines");
                });
    }

    @Test
    void ofALongLineTheBeginningIsRead() {
        SourceText text = SourceText.of("y".repeat(SourceText.MAX_LINE_CHARS + 1) + "\nz");
        assertThat(text.line(0)).hasSize(SourceText.MAX_LINE_CHARS);
        assertThat(text.line(1)).isEqualTo("z");
    }

    @Test
    void ofTooManyBlocksTheFirstAreRead() {
        ForeignText read = read(WRK.repeat(TextScanner.MAX_BLOCKS + 3));
        assertThat(read.results()).hasSize(TextScanner.MAX_BLOCKS);
        assertThat(read.unread())
                .singleElement()
                .satisfies(fault -> {
                    assertThat(fault.place().firstLine()).isEqualTo(TextScanner.MAX_BLOCKS * 8 + 1);
                    assertThat(fault.why()).contains("10,000 blocks");
                });
    }

    @Test
    void ofTooManyFaultsTheFirstAreTold() {
        String half = WRK.substring(0, WRK.indexOf("    Req/Sec")) + "# next\n";
        assertThat(read(half.repeat(TextScanner.MAX_UNREAD + 3)).unread())
                .hasSize(TextScanner.MAX_UNREAD);
    }

    @Test
    void aBlockEndsAfterTooManyLinesOfSomethingElse() {
        int middle = WRK.indexOf("    Req/Sec");
        String within = "chatter\n".repeat(TextScanner.MAX_GAP_LINES);
        assertThat(read(WRK.substring(0, middle) + within + WRK.substring(middle)).unread())
                .isEmpty();
        ForeignText beyond =
                read(WRK.substring(0, middle) + within + "chatter\n" + WRK.substring(middle));
        assertThat(beyond.results()).hasSize(2).noneMatch(result -> result.asked().loop() == null);
        assertThat(beyond.unread())
                .singleElement()
                .satisfies(fault -> assertThat(fault.place().firstLine()).isEqualTo(4));
    }

    @Test
    void jsonThatIsNestedTooDeeplyIsTold() {
        String deep =
                "{\"RunType\": \"HTTP\", \"DurationHistogram\": "
                        + "[".repeat(JsonDocument.MAX_DEPTH)
                        + "]".repeat(JsonDocument.MAX_DEPTH)
                        + "}";
        assertThat(read("\n" + deep).unread())
                .containsExactly(
                        new Unread(
                                Place.line("text", 2),
                                "the JSON that begins in line 2 cannot be read: it is nested"
                                        + " deeper than 64 levels, at column 106"));
    }

    @Test
    void jsonWithTooManyValuesIsTold() {
        String wide =
                "{\"RunType\": \"HTTP\", \"Sockets\": [0"
                        + ",0".repeat(JsonDocument.MAX_VALUES)
                        + "]}";
        assertThat(read(wide).unread())
                .singleElement()
                .satisfies(fault -> assertThat(fault.why()).contains("more than 1,000,000 values"));
    }

    @Test
    void jsonThatWasCutOffIsToldWithItsLastLineAndColumn() {
        assertThat(read("{\n  \"RunType\": \"HTTP\",\n  \"ActualQPS\": 12").unread())
                .containsExactly(
                        new Unread(
                                Place.line("text", 3),
                                "the JSON that begins in line 1 cannot be read: it ends too early,"
                                        + " at column 18"));
    }

    @Test
    void ofATableOnlySoManyRowsAndColumnsAreRead() {
        String rows = "| a | 1 |\n".repeat(TableReader.MAX_ROWS + 5);
        assertThat(read("| x | qps |\n|--|--|\n" + rows).results())
                .hasSize(TableReader.MAX_ROWS - 2);
        String wide = "| a ".repeat(TableReader.MAX_COLUMNS) + "| qps |\n";
        assertThat(read(wide + "|--|\n" + wide.replace("qps", "1")).results()).isEmpty();
    }

    @Test
    void ofALongHistogramAndOfManyOdditiesTheFirstAreKept() {
        String bucket = "> 0.001 <= 0.002 , 0.0015 , 50.00, 1\n";
        String odd = "12:00:00 W stats.go:73> Unexpected negative sigma for x\n";
        ForeignText read =
                read(
                        "Ended after 1s : 1 calls. qps=1\n"
                                + bucket.repeat(Draft.MAX_BUCKETS + 1)
                                + odd.repeat(Draft.MAX_ODDITIES + 1));
        ForeignResult result = read.results().getFirst();
        assertThat(result.latency().buckets()).hasSize(Draft.MAX_BUCKETS);
        assertThat(result.oddities()).hasSize(Draft.MAX_ODDITIES);
    }
}

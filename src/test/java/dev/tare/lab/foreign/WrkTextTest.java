package dev.tare.lab.foreign;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tare.load.result.LoadResult;
import java.io.IOException;
import java.util.List;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;

final class WrkTextTest {
    private static final String URL = "http://127.0.0.1:8080/index.html";

    private static WrkCommandLine line(WrkTool tool, String... words) throws Exception {
        return WrkCommandLine.parse(tool, List.of(words));
    }

    private static String wrk(LoadResult result, String... words) throws Exception {
        WrkCommandLine line = line(WrkTool.WRK, words);
        return WrkText.begin(line) + WrkText.end(line, result, SyntheticLoad.rates(line.threads()));
    }

    private static String wrk2(LoadResult result, String... words) throws Exception {
        WrkCommandLine line = line(WrkTool.WRK2, words);
        return Wrk2Text.begin(line)
                + Wrk2Text.end(line, line.spec(), result, SyntheticLoad.rates(line.threads()));
    }

    @Test
    void wrkIsPrintedAsItsGoldenFile() throws Exception {
        String[] words = {"-t2", "-c4", "-d30", "--latency", URL};
        Golden.matches("wrk.txt", wrk(SyntheticLoad.clean(), words));
        Golden.matches("wrk-faulty.txt", wrk(SyntheticLoad.faulty(), words));
    }

    @Test
    void wrkWithoutAnAnswerIsPrintedAsItsGoldenFile() throws Exception {
        WrkCommandLine line = line(WrkTool.WRK, "-t2", "-c4", "-d30", URL);
        Golden.matches(
                "wrk-empty.txt",
                WrkText.begin(line) + WrkText.end(line, SyntheticLoad.empty(), new RateSamples(2)));
    }

    @Test
    void wrk2IsPrintedAsItsGoldenFile() throws Exception {
        Golden.matches(
                "wrk2.txt", wrk2(SyntheticLoad.clean(), "-t2", "-c4", "-d30", "-R2k", "-L", URL));
        Golden.matches(
                "wrk2-uncorrected.txt",
                wrk2(SyntheticLoad.faulty(), "-t2", "-c4", "-d30", "-R2k", "-U", URL));
    }

    @Test
    void theSpectrumOfTheSameValuesIsWrk2sOwn() throws IOException {
        Histogram us = new Histogram(1, 86_400_000_000L, 3);
        for (long i = 1; i <= 2000; i++) {
            us.recordValue(i * i + 17 * i);
        }
        StringBuilder out = new StringBuilder();
        Wrk2Text.distribution(out, "Recorded Latency", us);

        Golden.matchesTheTool("wrk2-own-spectrum.txt", out.toString());
    }

    @Test
    void answersAreCountedWhateverTheirStatusAndFailuresAreNot() {
        WrkTotals totals = WrkTotals.of(SyntheticLoad.faulty());

        assertThat(totals.answered()).isEqualTo(SyntheticLoad.CALLS - 100);
        assertThat(totals.statusErrors()).isEqualTo(900);
        assertThat(totals.readErrors()).isEqualTo(70);
        assertThat(totals.timeouts()).isEqualTo(30);
        assertThat(totals.connectErrors()).isEqualTo(3);
    }
}

package dev.tare.view.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tare.lab.history.MadeHistory;
import dev.tare.view.cli.CommandFixture.Result;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class HistoryCommandTest {
    @TempDir Path folder;

    private Result tare(String... words) throws Exception {
        return CommandFixture.run(folder, words);
    }

    @Test
    void aHistoryThatGotWorseIsShownAndFailsTheGate() throws Exception {
        MadeHistory.write(
                folder.resolve("nightly"), 8, index -> MadeHistory.CPU_NS * (index < 4 ? 1 : 1.5));

        Result page =
                tare(
                        "history",
                        "nightly",
                        "--figure",
                        "cpu_per_request",
                        "--format",
                        "html",
                        "--out",
                        "h.html",
                        "--fail-on-regression");
        assertThat(page.exitCode()).as(page.err()).isEqualTo(99);
        assertThat(page.err()).contains("2 of 2 series got worse within the last 10 bundles");
        assertThat(folder.resolve("h.html")).content().contains("class=\"turn worse\"");

        Result text = tare("history", "nightly", "--specimen", "envoy", "--fail-on-regression=3");
        assertThat(text.exitCode()).as(text.err()).isZero();
        assertThat(text.out()).contains("between 0003 and 0004", "8 bundles", "none read now");
    }

    @Test
    void whatCannotBeMeantOrFoundIsOneLine() throws Exception {
        assertLine(tare("history", "nowhere"), 1, "nowhere: there is no such folder");
        assertLine(tare("history", "."), 1, "no bundle lies below");
        assertLine(tare("history", ".", "--figure", "latency"), 2, "known are goodput");
        assertLine(tare("history", ".", "--format", "pdf"), 2, "known are text, html, json, csv");
        Files.createDirectories(folder.resolve("half"));
        Files.writeString(folder.resolve("half/bundle.json"), "{");
        Result half = tare("history", ".");
        assertThat(half.exitCode()).isEqualTo(1);
        assertThat(half.err().lines())
                .satisfiesExactly(
                        line -> assertThat(line).startsWith("tare: half/bundle.json: is cut short"),
                        line -> assertThat(line).contains("no bundle below . can be used"));
    }

    private static void assertLine(Result result, int exitCode, String words) {
        assertThat(result.exitCode()).isEqualTo(exitCode);
        assertThat(result.err().lines()).singleElement().asString().contains(words);
    }
}

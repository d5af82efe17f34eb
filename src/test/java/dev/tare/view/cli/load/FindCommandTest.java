package dev.tare.view.cli.load;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tare.specimen.origin.Origin;
import dev.tare.specimen.origin.OriginOptions;
import dev.tare.testing.SocketTest;
import dev.tare.view.cli.Tare;
import dev.tare.view.cli.shell.ExitCode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@SocketTest
@Timeout(60)
final class FindCommandTest {
    @TempDir private Path folder = Path.of("");

    private final PrintStream realOut = System.out;
    private final PrintStream realErr = System.err;
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private Origin origin;

    @SuppressWarnings("NullAway.Init")
    FindCommandTest() {}

    @BeforeEach
    void start() throws IOException {
        origin = Origin.start(OriginOptions.standard());
        System.setOut(new PrintStream(out, true, StandardCharsets.UTF_8));
        System.setErr(new PrintStream(err, true, StandardCharsets.UTF_8));
    }

    @AfterEach
    void stop() {
        System.setOut(realOut);
        System.setErr(realErr);
        origin.close();
    }

    private int find(String path, String slo, String... more) {
        int port = origin.address().getPort();
        String[] first = {
            "find",
            "http://127.0.0.1:" + port + path,
            "--slo",
            slo,
            "--slo",
            "error_ratio<50%",
            "--point",
            "100ms",
            "--max-point",
            "200ms"
        };
        String[] all = new String[first.length + more.length];
        System.arraycopy(first, 0, all, 0, first.length);
        System.arraycopy(more, 0, all, first.length, more.length);
        return Tare.run(all);
    }

    private String said() {
        return out.toString(StandardCharsets.UTF_8).replaceAll("\\s+", " ");
    }

    @Test
    void whatNeverBreaksEndsWithZeroAndIsWrittenToEveryFile() {
        int exitCode =
                find(
                        "/byte/100",
                        "p50<900ms",
                        "--max-rate",
                        "200/s",
                        "--html",
                        folder.resolve("a.html").toString(),
                        "--json",
                        folder.resolve("a.json").toString(),
                        "--csv",
                        folder.resolve("a.csv").toString());

        assertThat(exitCode).isEqualTo(ExitCode.DONE);
        assertThat(said()).contains("never broke up to 200/s (met in 3 of 3 repeats)");
        assertThat(folder.resolve("a.html")).content().contains("never broke up to 200/s");
        assertThat(folder.resolve("a.json")).content().contains("\"kind\" : \"never_broke\"");
        assertThat(folder.resolve("a.csv")).content().startsWith("point,repeat,").hasLineCount(6);
        assertThat(err.toString(StandardCharsets.UTF_8)).hasLineCount(5);
    }

    @Test
    void whatCannotBeMetEndsWithNinetyNine() {
        int exitCode = find("/byte/100?delay=20ms", "p50<10ms");

        assertThat(exitCode).isEqualTo(ExitCode.THRESHOLD_FAILED);
        assertThat(said())
                .contains("cannot be met: even the lowest rate, 100/s, broke it in 3 of 3 repeats");
    }

    @Test
    void aServerThatOnlyFailsEndsWithOneAndOneLine() {
        int exitCode = find("/status/503", "p50<900ms");

        assertThat(exitCode).isEqualTo(ExitCode.COULD_NOT_RUN);
        assertThat(err.toString(StandardCharsets.UTF_8))
                .startsWith("tare: of ")
                .contains("none had a correct answer")
                .contains("wrong status")
                .hasLineCount(1);
    }
}

package dev.tare.view.cli.load;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tare.specimen.origin.Origin;
import dev.tare.specimen.origin.OriginOptions;
import dev.tare.testing.SocketTest;
import dev.tare.view.cli.CommandFixture;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the other tools could not tell: that they themselves stood still. */
@SocketTest
final class DialectDoubtsTest {
    @TempDir private Path folder = Path.of("");

    private static void signal(Process process, String signal)
            throws IOException, InterruptedException {
        int code =
                new ProcessBuilder("kill", "-" + signal, Long.toString(process.pid()))
                        .start()
                        .waitFor();
        assertThat(code).isZero();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "wrk -c1 -t1 -d5s",
                "wrk2 -c4 -t1 -d5s -R500",
                "fortio load -quiet -c 1 -qps 0 -t 5s"
            })
    void anInstrumentThatStoodStillSaysSo(String words) throws Exception {
        try (Origin origin = Origin.start(OriginOptions.standard())) {
            String url = "http://127.0.0.1:%d/byte/100".formatted(origin.address().getPort());
            Process process = CommandFixture.start(folder, (words + " " + url).split(" "));
            TimeUnit.MILLISECONDS.sleep(3_000);
            signal(process, "STOP");
            TimeUnit.MILLISECONDS.sleep(1_000);
            signal(process, "CONT");
            CommandFixture.Result result = CommandFixture.result(process, folder);

            assertThat(result.exitCode()).as(result.err()).isZero();
            assertThat(result.err().lines().filter(line -> line.startsWith("tare: ")))
                    .as(result.err())
                    .anySatisfy(line -> assertThat(line).contains("stood still"));
        }
    }
}

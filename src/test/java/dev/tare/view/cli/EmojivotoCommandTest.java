package dev.tare.view.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tare.specimen.Eventually;
import dev.tare.specimen.RawClient;
import dev.tare.testing.SocketTest;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code tare app emojivoto} as processes of its own. */
@SocketTest
@Timeout(60)
final class EmojivotoCommandTest {
    private static final Pattern LISTENING = Pattern.compile("listening on 127\\.0\\.0\\.1:(\\d+)");
    private static final Pattern METRICS = Pattern.compile("metrics on 127\\.0\\.0\\.1:(\\d+)");

    /** 128 and SIGTERM's number. */
    private static final int ENDED_BY_TERM = 143;

    @TempDir private Path folder = Path.of("");
    private final List<Process> processes = new ArrayList<>();

    /** Starts a process and returns where it listens. */
    private InetSocketAddress start(String name, String... words) throws Exception {
        Path own = Files.createDirectory(folder.resolve(name));
        List<String> all = new ArrayList<>(List.of("app", "emojivoto", "--listen=127.0.0.1:0"));
        all.addAll(List.of(words));
        Process process = CommandFixture.start(own, all.toArray(String[]::new));
        processes.add(process);
        Eventually.holds(() -> !process.isAlive() || LISTENING.matcher(said(name)).find());
        return found(name, LISTENING);
    }

    private InetSocketAddress found(String name, Pattern pattern) {
        Matcher matcher = pattern.matcher(said(name));
        assertThat(matcher.find()).as(said(name)).isTrue();
        return new InetSocketAddress(
                InetAddress.ofLiteral("127.0.0.1"), Integer.parseInt(matcher.group(1)));
    }

    private String said(String name) {
        try {
            Path own = folder.resolve(name);
            return Files.readString(own.resolve("out.txt"))
                    + Files.readString(own.resolve("err.txt"));
        } catch (IOException e) {
            return "";
        }
    }

    @AfterEach
    void stop() {
        processes.forEach(Process::destroyForcibly);
    }

    private static int port(InetSocketAddress address) {
        return address.getPort();
    }

    @Test
    void threeProcessesServeManyInstancesAndEndAtTerm() throws Exception {
        InetSocketAddress emoji = start("emoji", "--service=emoji", "--instances=3");
        InetSocketAddress voting =
                start(
                        "voting",
                        "--service=voting",
                        "--instances=3",
                        "--doughnut",
                        "--metrics-listen=127.0.0.1:0");
        InetSocketAddress web =
                start(
                        "web",
                        "--service=web",
                        "--instances=3",
                        "--emoji=" + port(emoji),
                        "--voting=" + port(voting));
        try (RawClient client = RawClient.to(web);
                RawClient metrics = RawClient.to(found("voting", METRICS))) {
            client.send("GET /api/vote?choice=:beer: HTTP/1.1\r\nHost: web-svc-3\r\n\r\n");
            assertThat(client.read().status()).isEqualTo(200);
            client.send("GET /api/leaderboard HTTP/1.1\r\nHost: web-svc-3\r\n\r\n");
            assertThat(client.read().text()).contains(":beer:");
            assertThat(client.get("/api/leaderboard").text()).isEqualTo("[]\n");
            assertThat(client.get("/api/vote?choice=:doughnut:").status()).isEqualTo(500);
            assertThat(metrics.get("/ready").status()).isEqualTo(200);
            assertThat(metrics.get("/metrics").text())
                    .contains("emojivoto_votes_total{emoji=\":beer:\"} 1\n");
        }
        for (Process process : processes) {
            process.destroy();
            assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();
            assertThat(process.exitValue()).isEqualTo(ENDED_BY_TERM);
        }
        assertThat(said("web") + said("voting") + said("emoji")).doesNotContain("Exception");
    }

    @Test
    void oneProcessServesAll() throws Exception {
        InetSocketAddress web = start("all", "--artificial-delay=1ms", "--failure-rate=1");
        try (RawClient client = RawClient.to(web)) {
            assertThat(client.get("/api/vote?choice=:beer:").status()).isEqualTo(200);
            assertThat(client.get("/api/vote?choice=:doughnut:").status()).isEqualTo(500);
            assertThat(client.get("/api/leaderboard").text()).contains("\"votes\":\"1\"");
        }
        processes.getFirst().destroy();
        assertThat(processes.getFirst().waitFor(10, TimeUnit.SECONDS)).isTrue();
        assertThat(processes.getFirst().exitValue()).isEqualTo(ENDED_BY_TERM);
    }
}

package dev.tare.view.cli.serve;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tare.specimen.RawClient;
import dev.tare.testing.SocketTest;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code tare app emojivoto} as processes of its own. */
@SocketTest
@Timeout(60)
final class EmojivotoCommandTest {
    private static final String THREE = "--instances=3";

    @TempDir private Path folder = Path.of("");

    private AppProcess start(String... words) throws Exception {
        return AppProcess.start(folder, words);
    }

    private static int port(AppProcess process) {
        return process.address().getPort();
    }

    @Test
    void threeProcessesServeManyInstancesAndEndAtTerm() throws Exception {
        try (AppProcess emoji = start("emojivoto", "--service=emoji", THREE);
                AppProcess voting =
                        start(
                                "emojivoto",
                                "--service=voting",
                                THREE,
                                "--doughnut",
                                "--metrics-listen=127.0.0.1:0");
                AppProcess web =
                        start(
                                "emojivoto",
                                "--service=web",
                                THREE,
                                "--emoji=" + port(emoji),
                                "--voting=" + port(voting))) {
            try (RawClient client = RawClient.to(web.address());
                    RawClient metrics = RawClient.to(voting.address("metrics"))) {
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
            web.endsAtTerm();
            voting.endsAtTerm();
            emoji.endsAtTerm();
        }
    }

    @Test
    void oneProcessServesAll() throws Exception {
        try (AppProcess all = start("emojivoto", "--artificial-delay=1ms", "--failure-rate=1");
                RawClient client = RawClient.to(all.address())) {
            assertThat(client.get("/api/vote?choice=:beer:").status()).isEqualTo(200);
            assertThat(client.get("/api/vote?choice=:doughnut:").status()).isEqualTo(500);
            assertThat(client.get("/api/leaderboard").text()).contains("\"votes\":\"1\"");
            all.endsAtTerm();
        }
    }
}

package dev.tare.specimen.app.emojivoto;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tare.io.wire.grpc.GrpcStatus;
import dev.tare.lab.grpc.DescriptorSource;
import dev.tare.lab.grpc.GrpcAnswer;
import dev.tare.lab.grpc.GrpcEndpoint;
import dev.tare.lab.grpc.GrpcMethod;
import dev.tare.lab.grpc.GrpcProbe;
import dev.tare.specimen.PeerProcess;
import dev.tare.testing.PeerTest;
import dev.tare.testing.SocketTest;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Clients that share no code with the services, and know them by reflection. */
@SocketTest
@Timeout(60)
final class EmojivotoPeerTest {
    private static final long TIMEOUT_NS = 10_000_000_000L;

    private static GrpcAnswer ask(GrpcService service, String method, String json)
            throws Exception {
        GrpcEndpoint endpoint = GrpcEndpoint.plaintext("127.0.0.1", service.address().getPort());
        GrpcMethod known =
                GrpcMethod.resolve(method, new DescriptorSource.Reflection(endpoint, TIMEOUT_NS));
        return GrpcProbe.call(
                endpoint, known, known.request().encode(json), List.of(), TIMEOUT_NS, 1);
    }

    @Test
    void reflectionIsEnoughToCallTheServices() throws Exception {
        try (Vote vote = Vote.start()) {
            assertThat(
                            ask(
                                            vote.emoji,
                                            "emojivoto.v1.EmojiService/FindByShortcode",
                                            "{\"Shortcode\":\":beer:\"}")
                                    .messages())
                    .containsExactly("{\"Emoji\":{\"unicode\":\"🍺\",\"shortcode\":\":beer:\"}}");
            assertThat(ask(vote.voting, "emojivoto.v1.VotingService/VoteRelaxed", "{}").status())
                    .isEqualTo(GrpcStatus.OK);
            assertThat(ask(vote.voting, "emojivoto.v1.VotingService/Results", "{}").messages())
                    .containsExactly("{\"results\":[{\"Shortcode\":\":relaxed:\",\"Votes\":1}]}");
            assertThat(
                            GrpcProbe.call(
                                            GrpcEndpoint.plaintext(
                                                    "127.0.0.1", vote.voting.address().getPort()),
                                            GrpcMethod.healthCheck(),
                                            new byte[0],
                                            List.of(),
                                            TIMEOUT_NS,
                                            1)
                                    .messages())
                    .containsExactly("{\"status\":\"SERVING\"}");
        }
    }

    @PeerTest("ghz")
    @Test
    void ghzVotes() throws Exception {
        try (Vote vote = Vote.start()) {
            String printed =
                    PeerProcess.run(
                            "ghz",
                            "--insecure",
                            "--call=emojivoto.v1.VotingService/VotePizza",
                            "--data={}",
                            "--total=200",
                            "--concurrency=10",
                            "--connections=2",
                            "127.0.0.1:" + vote.voting.address().getPort());
            assertThat(printed).containsPattern("\\[OK\\] +200 responses");
            assertThat(vote.get("/api/leaderboard").text()).contains("\"votes\":\"200\"");
        }
    }

    @PeerTest("curl")
    @Test
    void curlVotesAndSeesTheLeaderboard() throws Exception {
        try (Vote vote = Vote.start()) {
            String base = "http://127.0.0.1:" + vote.web.address().getPort();
            String[] post = {
                "-s", "-w", "%{http_code}", "--data-urlencode", "choice=:ramen:", base + "/api/vote"
            };
            assertThat(PeerProcess.run("curl", post)).isEqualTo("200");
            assertThat(
                            PeerProcess.run(
                                    "curl",
                                    "-s",
                                    "-G",
                                    "-w",
                                    "%{http_code}",
                                    "--data-urlencode",
                                    "choice=:ramen:",
                                    base + "/api/vote"))
                    .isEqualTo("200");
            assertThat(PeerProcess.run("curl", "-s", base + "/api/leaderboard"))
                    .isEqualTo(
                            "[{\"shortcode\":\":ramen:\",\"unicode\":\"🍜\",\"votes\":\"2\"}]\n");
            assertThat(PeerProcess.run("curl", "-s", "-I", base + "/api/list"))
                    .startsWith("HTTP/1.1 200");
        }
    }

    @PeerTest("chromium")
    @Test
    void aBrowserShowsThePagesWithoutErrors(@TempDir Path folder) throws Exception {
        try (Vote vote = Vote.start()) {
            vote.vote(":ramen:");
            assertThat(browse(vote, "/", folder))
                    .contains("vote for ramen", "vote for poop")
                    .doesNotContain("CONSOLE", "Content Security Policy");
            assertThat(browse(vote, "/leaderboard", folder))
                    .contains("<span class=\"name\">:ramen:</span>")
                    .doesNotContain("CONSOLE", "Content Security Policy");
        }
    }

    /** The document as the page's script has made it, and what the browser has logged. */
    private static String browse(Vote vote, String path, Path folder) throws Exception {
        return PeerProcess.run(
                "chromium",
                "--headless",
                "--no-sandbox",
                "--disable-gpu",
                "--no-first-run",
                "--disable-background-networking",
                "--enable-logging=stderr",
                "--v=0",
                "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
                "--user-data-dir=" + folder,
                "--virtual-time-budget=2000",
                "--dump-dom",
                "http://127.0.0.1:" + vote.web.address().getPort() + path);
    }
}

package dev.tare.specimen.app.emojivoto;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tare.specimen.RawClient;
import dev.tare.specimen.RawResponse;
import dev.tare.testing.SocketTest;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the three services say together, byte by byte. */
@SocketTest
@Timeout(60)
final class EmojivotoTest {
    private static final String JSON = "application/json; charset=UTF-8";
    private static final VotingService.Faults NONE = VotingService.Faults.NONE;

    @Test
    void theListIsTheOriginals() throws IOException {
        try (Vote vote = Vote.start();
                InputStream expected = EmojivotoTest.class.getResourceAsStream("list.json")) {
            RawResponse list = vote.get("/api/list");
            assertThat(list.status()).isEqualTo(200);
            assertThat(list.field("content-type")).isEqualTo(JSON);
            // Go's server sends in chunks what is longer than 2 kB.
            assertThat(list.field("transfer-encoding")).isEqualTo("chunked");
            assertThat(list.body()).isEqualTo(Objects.requireNonNull(expected).readAllBytes());
        }
    }

    @Test
    void aVoteIsAnsweredByNothing() throws IOException {
        try (Vote vote = Vote.start()) {
            RawResponse answer = vote.get("/api/vote?choice=:beer:");
            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.field("content-length")).isEqualTo("0");
            assertThat(answer.all("content-type")).isEmpty();
            assertThat(answer.body()).isEmpty();
        }
    }

    @Test
    void theLeaderboardHasTheMostVotesFirstAndAsksForEachEmoji() throws IOException {
        try (Vote vote = Vote.start()) {
            RawResponse empty = vote.get("/api/leaderboard");
            assertThat(empty.text()).isEqualTo("[]\n");
            assertThat(empty.field("content-length")).isEqualTo("3");
            assertThat(vote.vote(":beer:")).isEqualTo(200);
            assertThat(vote.vote(":man_facepalming:")).isEqualTo(200);
            assertThat(vote.vote(":man_facepalming:")).isEqualTo(200);
            assertThat(vote.vote(":100:")).isEqualTo(200);
            RawResponse board = vote.get("/api/leaderboard");
            assertThat(board.status()).isEqualTo(200);
            assertThat(board.field("content-type")).isEqualTo(JSON);
            assertThat(Vote.utf8(board))
                    .isEqualTo(
                            "[{\"shortcode\":\":man_facepalming:\",\"unicode\":\"🤦\u200d♂\","
                                    + "\"votes\":\"2\"},"
                                    + "{\"shortcode\":\":beer:\",\"unicode\":\"🍺\",\"votes\":\"1\"},"
                                    + "{\"shortcode\":\":100:\",\"unicode\":\"💯\",\"votes\":\"1\"}]\n");
            assertThat(vote.metrics())
                    .contains(
                            "grpc_server_handled_total{grpc_code=\"OK\","
                                    + "grpc_method=\"FindByShortcode\","
                                    + "grpc_service=\"emojivoto.v1.EmojiService\","
                                    + "grpc_type=\"unary\"} 7\n");
        }
    }

    @Test
    void everyListedEmojiCanBeVotedFor() throws IOException {
        try (Vote vote = Vote.start()) {
            for (Emoji emoji : Emoji.LISTED) {
                assertThat(vote.vote(emoji.shortcode())).as(emoji.shortcode()).isEqualTo(200);
            }
            RawResponse board = vote.get("/api/leaderboard");
            StringBuilder expected = new StringBuilder("[");
            Emoji.LISTED.forEach(emoji -> JsonText.row(expected, emoji, 1));
            assertThat(board.body()).isEqualTo(JsonText.bytes(expected.append(']')));
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/api/vote                          | Emoji choice [] is mandatory",
                "/api/vote?choice=                  | Emoji choice [] is mandatory",
                "/api/vote?Choice=:beer:            | Emoji choice [] is mandatory",
                "/api/vote?choice=:beer:;x          | Emoji choice [] is mandatory",
                "/api/vote?choice=beer              | Choosen emoji shortcode [beer] doesnt exist",
                "/api/vote?choice=:relaxed:         | Choosen emoji shortcode [:relaxed:] doesnt exist",
                "/api/vote?choice=+:beer:           | Choosen emoji shortcode [ :beer:] doesnt exist",
                "/api/vote?choice=:no:&choice=:beer:| Choosen emoji shortcode [:no:] doesnt exist",
                "/api/vote?choice=%22%5C%0a%00      | Choosen emoji shortcode [\\\"\\\\\\n\\u0000] doesnt exist",
                "/api/vote?choice=%3Cscript%3E%26   | Choosen emoji shortcode [\\u003cscript\\u003e\\u0026] doesnt exist",
                "/api/vote?choice=%ff               | Choosen emoji shortcode [\ufffd] doesnt exist",
            })
    void whatIsNoChoiceIsRefusedInTheOriginalsWords(String target, String said) throws IOException {
        try (Vote vote = Vote.start()) {
            RawResponse refused = vote.get(target);
            assertThat(refused.status()).isEqualTo(400);
            assertThat(refused.field("content-type")).isEqualTo(JSON);
            assertThat(Vote.utf8(refused)).isEqualTo("{\"error\":\"" + said + "\"}\n");
            assertThat(vote.vote(":beer:")).isEqualTo(200);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"choice=%3Abeer%3A", "choice=:beer:&choice=:no:", ";&&=&choice=:beer:"})
    void theChoiceMayBeEscapedAndStandBesideNonsense(String query) throws IOException {
        try (Vote vote = Vote.start()) {
            assertThat(vote.get("/api/vote?" + query).status()).isEqualTo(200);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"choice=%zz", "choice=%3", "choice=%", "%zz=:beer:", "choice;=:beer:"})
    void badEscapesAreNoChoice(String pairs) throws IOException {
        String post =
                "POST /api/vote HTTP/1.1\r\nHost: h\r\nContent-Length: %d\r\n"
                        + "Content-Type: application/x-www-form-urlencoded\r\n\r\n%s";
        try (Vote vote = Vote.start()) {
            assertThat(vote.send(post.formatted(pairs.length(), pairs)).text())
                    .isEqualTo("{\"error\":\"Emoji choice [] is mandatory\"}\n");
            String beside = pairs + "&choice=:beer:";
            assertThat(vote.send(post.formatted(beside.length(), beside)).status()).isEqualTo(200);
            assertThat(vote.get("/api/vote?" + pairs).status()).isEqualTo(400);
        }
    }

    @Test
    void theChoiceMayBePostedAsAForm() throws IOException {
        String post =
                "POST /api/vote?choice=:no: HTTP/1.1\r\nHost: h\r\nContent-Type: %s\r\n"
                        + "Content-Length: 13\r\n\r\nchoice=:beer:";
        try (Vote vote = Vote.start()) {
            String form = "application/x-www-form-urlencoded; charset=utf-8";
            assertThat(vote.send(post.formatted(form)).status()).isEqualTo(200);
            assertThat(vote.send(post.formatted("text/plain")).status()).isEqualTo(400);
        }
    }

    @Test
    void whatIsTooLongIsRefused() throws IOException {
        try (Vote vote = Vote.start()) {
            String choice = "x".repeat(50_000);
            RawResponse unknown = vote.get("/api/vote?choice=" + choice);
            assertThat(unknown.status()).isEqualTo(400);
            assertThat(unknown.text())
                    .isEqualTo(
                            "{\"error\":\"Choosen emoji shortcode ["
                                    + choice
                                    + "] doesnt exist\"}\n");
            assertThat(
                            vote.send(
                                            "POST /api/vote HTTP/1.1\r\nHost: h\r\nContent-Length: "
                                                    + (WebOptions.MAX_BODY_BYTES + 1)
                                                    + "\r\n\r\n")
                                    .status())
                    .isEqualTo(413);
        }
        try (Vote vote = Vote.start()) {
            assertThat(vote.get("/api/vote?choice=" + "x".repeat(70_000)).status()).isEqualTo(431);
        }
    }

    @Test
    void votesOfManyAtOnceAreAllCounted() throws Exception {
        int clients = 8;
        int each = 50;
        try (Vote vote = Vote.start();
                ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
            Callable<Void> voter =
                    () -> {
                        try (RawClient client = RawClient.to(vote.web.address())) {
                            for (int i = 0; i < each; i++) {
                                RawResponse answer = client.get("/api/vote?choice=:pizza:");
                                assertThat(answer.status()).isEqualTo(200);
                                client.get("/api/leaderboard");
                            }
                        }
                        return null;
                    };
            List<Future<Void>> voters = new ArrayList<>();
            for (int i = 0; i < clients; i++) {
                voters.add(executor.submit(voter));
            }
            for (Future<Void> done : voters) {
                done.get();
            }
            assertThat(vote.get("/api/leaderboard").text())
                    .contains("\"votes\":\"" + clients * each + "\"");
            assertThat(vote.metrics())
                    .contains("emojivoto_votes_total{emoji=\":pizza:\"} " + clients * each + "\n");
        }
    }

    @Test
    void theDoughnutFailsAsOftenAsIsAskedFor() throws IOException {
        try (Vote vote = Vote.start(1, VotingService.Faults.DOUGHNUT)) {
            for (int i = 0; i < 20; i++) {
                RawResponse failed = vote.get("/api/vote?choice=:doughnut:");
                assertThat(failed.status()).isEqualTo(500);
                assertThat(failed.field("content-type")).isEqualTo(JSON);
                assertThat(failed.text())
                        .isEqualTo("{\"error\":\"rpc error: code = Unknown desc = ERROR\"}\n");
                assertThat(vote.vote(":poop:")).isEqualTo(200);
            }
            assertThat(vote.get("/api/leaderboard").text())
                    .contains("\"votes\":\"20\"")
                    .doesNotContain("doughnut");
        }
        try (Vote vote = Vote.start(1, new VotingService.Faults(0.5, 0))) {
            int failed = 0;
            for (int i = 0; i < 200; i++) {
                failed += vote.vote(":doughnut:") == 500 ? 1 : 0;
            }
            // Outside of this in one of 10^11 runs.
            assertThat(failed).isBetween(50, 150);
        }
        try (Vote vote = Vote.start()) {
            for (int i = 0; i < 50; i++) {
                assertThat(vote.vote(":doughnut:")).isEqualTo(200);
            }
        }
    }

    @Test
    void eachInstanceCountsForItself() throws IOException {
        try (Vote vote = Vote.start(30, NONE)) {
            assertThat(vote.get("web-svc-7", "/api/vote?choice=:joy:").status()).isEqualTo(200);
            assertThat(vote.get("web-svc-30:8080", "/api/vote?choice=:pig:").status())
                    .isEqualTo(200);
            assertThat(vote.get("web-svc-7", "/api/leaderboard").text())
                    .contains(":joy:")
                    .doesNotContain(":pig:");
            assertThat(vote.get("web-svc-30", "/api/leaderboard").text())
                    .contains(":pig:")
                    .doesNotContain(":joy:");
            assertThat(vote.get("web-svc", "/api/leaderboard").text()).isEqualTo("[]\n");
            RawResponse unknown = vote.get("web-svc-31", "/api/leaderboard");
            assertThat(unknown.status()).isEqualTo(404);
            assertThat(unknown.text())
                    .isEqualTo("{\"error\":\"web-svc-31: there are instances 1 to 30\"}\n");
        }
    }

    @Test
    void thePageIsShownAndMayRunNothingButItsOwn() throws IOException {
        try (Vote vote = Vote.start()) {
            for (String path : List.of("/", "/leaderboard")) {
                RawResponse page = vote.get(path);
                assertThat(page.status()).isEqualTo(200);
                assertThat(page.field("content-type")).isEqualTo("text/html; charset=UTF-8");
                assertThat(page.field("content-security-policy"))
                        .startsWith("default-src 'none'; script-src 'self';");
                assertThat(page.text())
                        .contains("<script src=\"/js\" defer></script>")
                        .doesNotContain("http:", "https:", "<style", " style=", " onclick=");
            }
            for (String path : List.of("/js", "/dist/index_bundle.js")) {
                assertThat(vote.get(path).field("content-type")).startsWith("text/javascript");
                assertThat(vote.get(path).text()).doesNotContain("innerHTML", "eval(");
            }
            assertThat(vote.get("/css").field("content-type")).startsWith("text/css");
            assertThat(vote.get("/img/favicon.ico").field("content-type"))
                    .isEqualTo("image/svg+xml");
        }
    }

    @Test
    void otherPathsAndMethodsAreRefused() throws IOException {
        try (Vote vote = Vote.start()) {
            assertThat(vote.get("/api/lists").status()).isEqualTo(404);
            assertThat(vote.get("/ready").text()).isEqualTo("ready\n");
            RawResponse refused = vote.send("DELETE /api/vote HTTP/1.1\r\nHost: h\r\n\r\n");
            assertThat(refused.status()).isEqualTo(405);
            assertThat(refused.field("allow")).isEqualTo("GET, HEAD, POST");
            refused = vote.send("POST /api/list HTTP/1.1\r\nHost: h\r\nContent-Length: 0\r\n\r\n");
            assertThat(refused.status()).isEqualTo(405);
            assertThat(refused.field("allow")).isEqualTo("GET, HEAD");
        }
    }

    @Test
    void theWebServiceCountsItsAnswers() throws IOException {
        try (Vote vote = Vote.start(1, VotingService.Faults.DOUGHNUT)) {
            vote.vote(":beer:");
            vote.vote(":doughnut:");
            vote.vote("x");
            vote.get("/");
            assertThat(vote.get("/metrics").text())
                    .contains(
                            "emojivoto_web_requests_total{route=\"/api/vote\",code=\"200\"} 1\n",
                            "emojivoto_web_requests_total{route=\"/api/vote\",code=\"400\"} 1\n",
                            "emojivoto_web_requests_total{route=\"/api/vote\",code=\"500\"} 1\n",
                            "emojivoto_web_requests_total{route=\"page\",code=\"200\"} 1\n",
                            "emojivoto_web_call_failures_total{grpc_code=\"Unknown\"} 1\n");
            assertThat(vote.metrics().getBytes(UTF_8).length).isPositive();
        }
    }
}

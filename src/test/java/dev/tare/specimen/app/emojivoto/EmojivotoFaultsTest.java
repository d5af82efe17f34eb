package dev.tare.specimen.app.emojivoto;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.tare.specimen.Eventually;
import dev.tare.specimen.RawClient;
import dev.tare.specimen.RawResponse;
import dev.tare.testing.SocketTest;
import io.grpc.ManagedChannel;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.grpc.StatusException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What becomes of requests when a service is gone, slow, or says nonsense. */
@SocketTest
@Timeout(60)
final class EmojivotoFaultsTest {
    private static final long SECOND_NS = 1_000_000_000L;
    private static final long SHORT_NS = 100_000_000L;
    private static final VotingService.Faults NONE = VotingService.Faults.NONE;
    private static final VotingService.Faults SLOW = new VotingService.Faults(0, 20 * SECOND_NS);

    private static int status(Vote vote, String target) {
        try {
            return vote.get(target).status();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void aServiceThatIsGoneIsAnErrorUntilItIsBack() throws Exception {
        try (Vote vote = Vote.start()) {
            assertThat(vote.vote(":beer:")).isEqualTo(200);
            InetSocketAddress address = vote.voting.address();
            vote.voting.close();
            Eventually.holds(() -> status(vote, "/api/leaderboard") == 500);
            Eventually.holds(() -> refused(vote).contains("connection refused"));
            assertThat(refused(vote))
                    .isEqualTo(
                            "{\"error\":\"rpc error: code = Unavailable desc = connection error:"
                                    + " desc = \\\"transport: Error while dialing dial tcp"
                                    + " 127.0.0.1:"
                                    + address.getPort()
                                    + ": connect: connection refused\\\"\"}\n");
            assertThat(vote.get("/api/list").status()).isEqualTo(200);
            try (GrpcService again = VotingService.start(new ServiceOptions(address, 1, 1), NONE)) {
                assertThat(again.address()).isEqualTo(address);
                Eventually.holds(() -> status(vote, "/api/vote?choice=:joy:") == 200);
                assertThat(vote.get("/api/leaderboard").text()).contains(":joy:");
            }
        }
    }

    private static String refused(Vote vote) {
        try {
            return vote.get("/api/leaderboard").text();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void whatTakesTooLongIsAnError() throws IOException {
        try (Vote vote =
                Vote.start(SLOW, Vote.options(Vote.free(), Vote.free()).withDeadlineNs(SHORT_NS))) {
            RawResponse late = vote.get("/api/vote?choice=:beer:");
            assertThat(late.status()).isEqualTo(500);
            assertThat(late.text())
                    .isEqualTo(
                            "{\"error\":\"rpc error: code = DeadlineExceeded desc ="
                                    + " context deadline exceeded\"}\n");
            assertThat(vote.get("/api/list").status()).isEqualTo(200);
        }
    }

    @Test
    void delayedVotesAreCountedWhenTheyAreDue() throws IOException {
        try (Vote vote = Vote.start(1, new VotingService.Faults(0, SHORT_NS))) {
            assertThat(vote.vote(":beer:")).isEqualTo(200);
            assertThat(vote.get("/api/leaderboard").text()).contains("\"votes\":\"1\"");
        }
    }

    @Test
    void tooManyRequestsThatWaitAreRefused() throws Exception {
        WebOptions few =
                Vote.options(Vote.free(), Vote.free())
                        .withMaxPending(1)
                        .withDeadlineNs(60 * SECOND_NS);
        try (Vote vote = Vote.start(SLOW, few)) {
            List<RawClient> waiting = new ArrayList<>();
            // Of so many some come to either thread, which lets one of them wait.
            for (int i = 0; i < 64; i++) {
                RawClient client = RawClient.to(vote.web.address());
                client.send("GET /api/vote?choice=:beer: HTTP/1.1\r\nHost: h\r\n\r\n");
                waiting.add(client);
            }
            Eventually.holds(() ->
                    vote.metrics()
                            .contains(
                                    "grpc_server_started_total{grpc_method=\"VoteBeer\","
                                            + "grpc_service=\"emojivoto.v1.VotingService\","
                                            + "grpc_type=\"unary\"} 2\n"));
            RawResponse refused = vote.get("/api/list");
            assertThat(refused.status()).isEqualTo(503);
            assertThat(refused.text()).isEqualTo("{\"error\":\"1 requests wait already\"}\n");
            assertThat(vote.get("/ready").status()).isEqualTo(200);
            for (RawClient client : waiting) {
                client.close();
            }
        }
    }

    @Test
    void tooManyDelayedVotesAreRefused() throws Exception {
        try (GrpcService voting = VotingService.start(Vote.service(1), SLOW)) {
            ManagedChannel channel = Vote.channel(voting, "voting-svc");
            ManagedChannel second = Vote.channel(voting, "voting-svc");
            List<CompletableFuture<byte[]>> votes = new ArrayList<>();
            for (int i = 0; i < VotingService.MAX_WAITING; i++) {
                votes.add(Vote.call(channel, Interface.VOTES.getFirst(), Wire.EMPTY));
            }
            Stream<CompletableFuture<byte[]>> refused =
                    Stream.generate(() -> Vote.call(second, Interface.VOTES.getLast(), Wire.EMPTY));
            assertThat(
                            refused.map(EmojivotoFaultsTest::end)
                                    .anyMatch(end -> end == Status.Code.RESOURCE_EXHAUSTED))
                    .isTrue();
            assertThat(votes).hasSize(VotingService.MAX_WAITING);
            channel.shutdownNow();
            second.shutdownNow();
        }
    }

    private static Status.Code end(CompletableFuture<byte[]> call) {
        try {
            call.get(100, TimeUnit.MILLISECONDS);
            return Status.Code.OK;
        } catch (TimeoutException e) {
            return Status.Code.DEADLINE_EXCEEDED;
        } catch (ExecutionException e) {
            return Status.fromThrowable(e).getCode();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void grpcRefusesWhatIsNoMessageAndNoInstance() throws Exception {
        try (GrpcService emoji = EmojiService.start(Vote.service(3))) {
            ManagedChannel third = Vote.channel(emoji, "emoji-svc-3");
            ManagedChannel fourth = Vote.channel(emoji, "emoji-svc-4.example:80");
            assertThat(Vote.call(third, Interface.LIST_ALL, Wire.EMPTY).get())
                    .isEqualTo(Wire.list(Emoji.LISTED));
            assertThatExceptionOfType(ExecutionException.class)
                    .isThrownBy(() -> Vote.call(fourth, Interface.LIST_ALL, Wire.EMPTY).get())
                    .havingCause()
                    .withMessage("NOT_FOUND: emoji-svc-4.example:80: there are instances 1 to 3");
            byte[] nonsense = {10, 5};
            assertThatExceptionOfType(ExecutionException.class)
                    .isThrownBy(() -> Vote.call(third, Interface.FIND, nonsense).get())
                    .havingCause()
                    .withMessageStartingWith("INTERNAL: grpc: error unmarshalling request: ");
            byte[] long1 = Wire.wanted("x".repeat(GrpcService.MAX_MESSAGE_BYTES));
            assertThatExceptionOfType(ExecutionException.class)
                    .isThrownBy(() -> Vote.call(third, Interface.FIND, long1).get())
                    .havingCause()
                    .isInstanceOf(StatusException.class)
                    .withMessageStartingWith("RESOURCE_EXHAUSTED");
            assertThat(Vote.call(third, Interface.FIND, Wire.wanted(":no:")).get()).isEmpty();
            third.shutdownNow();
            fourth.shutdownNow();
        }
    }

    /** A voting service whose results are as a test says. */
    private static GrpcService results(byte[] message) throws IOException {
        ServiceCounters counters = new ServiceCounters();
        MethodDescriptor<byte[], byte[]> method = Interface.RESULTS;
        UnaryHandler handler =
                new UnaryHandler(1, counters.of(method), (_, _, answer) -> answer.send(message));
        return GrpcService.start(
                new GrpcService.Parts(
                        Interface.VOTING_SERVICE,
                        Interface.votingFile(),
                        Map.of(method, handler),
                        counters,
                        _ -> {}),
                Vote.free(),
                NettyLoops.start("voting", 1));
    }

    private static RawResponse leaderboard(byte[] results) throws IOException {
        try (GrpcService emoji = EmojiService.start(Vote.service(1));
                GrpcService voting = results(results);
                EmojivotoWeb web =
                        EmojivotoWeb.start(Vote.options(emoji.address(), voting.address()));
                RawClient client = RawClient.to(web.address())) {
            return client.get("/api/leaderboard");
        }
    }

    @Test
    void resultsThatAreNoneOrTooManyAreAnError() throws IOException {
        RawResponse nonsense = leaderboard(new byte[] {10, 100});
        assertThat(nonsense.status()).isEqualTo(500);
        assertThat(nonsense.text())
                .startsWith(
                        "{\"error\":\"rpc error: code = Internal desc = grpc: failed to unmarshal");
        Tally one = new Tally("", 1);
        List<Tally> most = Stream.generate(() -> one).limit(WebService.MAX_ROWS).toList();
        assertThat(leaderboard(Wire.results(most)).status()).isEqualTo(200);
        List<Tally> more = Stream.generate(() -> one).limit(WebService.MAX_ROWS + 1).toList();
        assertThat(leaderboard(Wire.results(more)).text())
                .isEqualTo(
                        "{\"error\":\"rpc error: code = OutOfRange desc = too many results\"}\n");
        Tally large = new Tally("\u0001".repeat(8000), 1);
        assertThat(
                        leaderboard(
                                        Wire.results(
                                                List.of(
                                                        large, large, large, large, large, large,
                                                        large)))
                                .text())
                .contains("results too long");
        assertThat(leaderboard(new byte[Upstream.MAX_MESSAGE_BYTES + 1]).text())
                .contains("code = ResourceExhausted");
    }

    /** Votes by gRPC for what is not listed do not break the leaderboard, as they do originally. */
    @Test
    void anEmojiThatIsNotListedStandsOnTheLeaderboardWithoutASign() throws IOException {
        assertThat(leaderboard(Wire.results(List.of(new Tally(":relaxed:", 2)))).text())
                .isEqualTo("[{\"shortcode\":\":relaxed:\",\"unicode\":\"\",\"votes\":\"2\"}]\n");
    }

    @Test
    void aClientThatLeavesTakesItsCallWithIt() throws Exception {
        try (Vote vote = Vote.start(1, SLOW)) {
            Socket client = new Socket();
            client.connect(vote.web.address());
            client.getOutputStream()
                    .write(
                            "GET /api/vote?choice=:beer: HTTP/1.1\r\nHost: h\r\n\r\n"
                                    .getBytes(UTF_8));
            Eventually.holds(() -> vote.metrics().contains("grpc_method=\"VoteBeer\""));
            // Closed with RST.
            client.setSoLinger(true, 0);
            client.close();
            Eventually.holds(() -> webMetrics(vote).contains("clients_gone_total 1\n"));
        }
    }

    private static String webMetrics(Vote vote) {
        try {
            return vote.get("/metrics").text();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void anAddressThatIsTakenIsNamed() throws IOException {
        try (GrpcService emoji = EmojiService.start(Vote.service(1))) {
            assertThatIOException()
                    .isThrownBy(() -> EmojiService.start(new ServiceOptions(emoji.address(), 1, 1)))
                    .withMessageStartingWith(
                            "cannot listen on 127.0.0.1:%d: ".formatted(emoji.address().getPort()));
        }
    }

    @Test
    void optionsOutOfRangeAreRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ServiceOptions(Vote.free(), 1, 101))
                .withMessage("instances: 101 must be 1 to 100");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new VotingService.Faults(1.5, 0))
                .withMessage("failure rate: 1.5 must be 0 to 1");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new VotingService.Faults(Double.NaN, 0));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new VotingService.Faults(0, 61 * SECOND_NS));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Vote.options(Vote.free(), Vote.free()).withMaxPending(0));
    }
}

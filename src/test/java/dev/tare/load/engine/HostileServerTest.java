package dev.tare.load.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tare.base.core.AnswerCheck;
import dev.tare.base.core.Outcome;
import dev.tare.base.core.RequestSpec;
import dev.tare.base.core.Tally;
import dev.tare.base.core.Unsent;
import dev.tare.base.time.NanoClock;
import dev.tare.io.net.IoBackEnd;
import dev.tare.load.engine.RawServer.Exchange;
import dev.tare.load.result.LoadResult;
import dev.tare.load.spec.Endpoint;
import dev.tare.load.spec.LoadSpec;
import dev.tare.load.spec.Target;
import dev.tare.testing.SlowTest;
import dev.tare.testing.SocketTest;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * One server that does its worst, beside one that is as it should be, in one open loop: what the
 * first does has its name, and the second notices nothing.
 */
@SocketTest
final class HostileServerTest {
    private static final String OK = "HTTP/1.1 200 OK|Content-Length: 2||ok";
    private static final String CHUNKED = "HTTP/1.1 200 OK|Transfer-Encoding: chunked||";
    private static final int SHORT_TIMEOUT_MS = 300;
    private static final int LONG_TIMEOUT_MS = 10_000;

    private final LoadEngine engine = new LoadEngine(NanoClock.system());

    /** What the server does to every request, and what that is called. */
    enum Hostility {
        HALF_A_HEAD_AND_CLOSE(Outcome.CLOSED_EARLY, thenClose("HTTP/1.1 200 OK|Content-Le")),
        HALF_A_HEAD_AND_SILENCE(Outcome.TIMED_OUT, e -> e.write("HTTP/1.1 200 OK|Content-Le")),
        A_HEAD_WITHOUT_END(
                Outcome.MALFORMED, endless("HTTP/1.1 200 OK|", "a-field: with a value|")),
        A_LINE_WITHOUT_END(Outcome.MALFORMED, endless("HTTP/1.1 200 OK|a: ", "xxxxxxxxxx")),
        A_LENGTH_TOO_GREAT(
                Outcome.CLOSED_EARLY, thenClose("HTTP/1.1 200 OK|Content-Length: 3||ok")),
        A_LENGTH_TOO_SMALL(
                Outcome.MALFORMED, e -> e.write("HTTP/1.1 200 OK|Content-Length: 1||ok")),
        A_LENGTH_BELOW_ZERO(
                Outcome.MALFORMED, e -> e.write("HTTP/1.1 200 OK|Content-Length: -1||ok")),
        A_LENGTH_BEYOND_ALL_NUMBERS(
                Outcome.MALFORMED,
                e -> e.write("HTTP/1.1 200 OK|Content-Length: 99999999999999999999||ok")),
        A_CHUNK_SIZE_OF_WORDS(Outcome.MALFORMED, e -> e.write(CHUNKED + "two|ok|0||")),
        A_CHUNK_SIZE_BELOW_ZERO(Outcome.MALFORMED, e -> e.write(CHUNKED + "-2|ok|0||")),
        A_CHUNK_SIZE_BEYOND_ALL_NUMBERS(
                Outcome.MALFORMED, e -> e.write(CHUNKED + "fffffffffffffffff|ok|0||")),
        A_CHUNK_LONGER_THAN_ITS_SIZE(Outcome.MALFORMED, e -> e.write(CHUNKED + "1|ok|0||")),
        A_CHUNK_EXTENSION_WITHOUT_END(Outcome.MALFORMED, endless(CHUNKED + "2;a=", "xxxxxxxxxx")),
        TRAILERS_WITHOUT_END(
                Outcome.MALFORMED, endless(CHUNKED + "2|ok|0|", "a-field: with a value|")),
        CLOSE_AT_ONCE(Outcome.CLOSED_EARLY, thenClose("")),
        RESET_AT_ONCE(Outcome.CLOSED_EARLY, Exchange::reset),
        RESET_IN_THE_BODY(
                Outcome.CLOSED_EARLY,
                e -> {
                    e.write("HTTP/1.1 200 OK|Content-Length: 5||ok");
                    e.reset();
                }),
        A_BYTE_EACH_50_MS(
                Outcome.TIMED_OUT,
                e -> {
                    for (int i = 0; i < OK.length(); i++) {
                        e.write(OK.substring(i, i + 1));
                        Thread.sleep(50);
                    }
                }),
        INFORMATION_WITHOUT_END(Outcome.MALFORMED, endless("", "HTTP/1.1 103 Early Hints||")),
        CHUNKS_WITHOUT_END(Outcome.TIMED_OUT, endless(CHUNKED, "2|ok|")),
        A_BODY_WITHOUT_END(Outcome.TIMED_OUT, endless("HTTP/1.1 200 OK||", "ok and more of it")),
        AN_ANSWER_NOBODY_ASKED_FOR(Outcome.MALFORMED, e -> e.write(OK + OK)),
        ANOTHER_PROTOCOL(Outcome.MALFORMED, e -> e.write("SSH-2.0-OpenSSH_9.2||")),
        SILENCE(Outcome.TIMED_OUT, e -> {});

        private final Outcome outcome;

        @SuppressWarnings("ImmutableEnumChecker") // A deed keeps nothing but constants.
        private final Deed deed;

        Hostility(Outcome outcome, Deed deed) {
            this.outcome = outcome;
            this.deed = deed;
        }

        private static Deed thenClose(String text) {
            return exchange -> {
                exchange.write(text);
                exchange.socket().close();
            };
        }

        /** Until the other side has had enough. */
        private static Deed endless(String first, String again) {
            String much = again.repeat(100);
            return exchange -> {
                exchange.write(first);
                while (!exchange.socket().isClosed()) {
                    exchange.write(much);
                }
            };
        }

        Outcome outcome() {
            return outcome;
        }

        void to(Exchange exchange) throws IOException, InterruptedException {
            deed.to(exchange);
        }

        boolean isSlow() {
            return outcome == Outcome.TIMED_OUT;
        }
    }

    private interface Deed {
        void to(Exchange exchange) throws IOException, InterruptedException;
    }

    @ParameterizedTest
    @EnumSource
    void hasANameAndHoldsUpNobodyElse(Hostility hostility) throws IOException {
        hasANameAndHoldsUpNobodyElse(hostility, IoBackEnd.AUTO);
    }

    static Stream<Arguments> hasItsNameOnEveryBackEnd() {
        return TestLoad.backEnds().stream()
                .filter(backEnd -> backEnd != IoBackEnd.AUTO)
                .flatMap(backEnd ->
                        Arrays.stream(Hostility.values())
                                .map(hostility -> Arguments.of(hostility, backEnd)));
    }

    @SlowTest
    @ParameterizedTest
    @MethodSource
    void hasItsNameOnEveryBackEnd(Hostility hostility, IoBackEnd backEnd) throws IOException {
        hasANameAndHoldsUpNobodyElse(hostility, backEnd);
    }

    private void hasANameAndHoldsUpNobodyElse(Hostility hostility, IoBackEnd backEnd)
            throws IOException {
        try (RawServer hostile = new RawServer((exchange, number) -> hostility.deed.to(exchange));
                RawServer good = new RawServer((exchange, number) -> exchange.write(OK))) {
            TestLoad load =
                    both(hostile.port(), good.port())
                            .backEnd(backEnd)
                            .timeoutMs(hostility.isSlow() ? SHORT_TIMEOUT_MS : LONG_TIMEOUT_MS);
            LoadResult result =
                    runUntil(
                            load,
                            sofar ->
                                    sofar.count(hostility.outcome) >= 2
                                            && sofar.count(Outcome.CORRECT) >= 20);

            Tally bad = result.endpoints().getFirst().tally();
            Tally fine = result.endpoints().getLast().tally();
            assertThat(bad.outcomes()).containsOnlyKeys(hostility.outcome);
            assertThat(bad.conserved()).isTrue();
            assertThat(fine.count(Outcome.CORRECT)).isGreaterThanOrEqualTo(20);
            assertThat(fine.conserved()).isTrue();
            if (!hostility.isSlow()) {
                // With the short timeout a slow machine may be late.
                assertThat(fine.outcomes()).containsOnlyKeys(Outcome.CORRECT);
            }
        }
    }

    @Test
    void whoAcceptsAndNeverReadsTimesOut() throws IOException {
        List<Socket> accepted = new CopyOnWriteArrayList<>();
        try (ServerSocket listener = listen(50);
                RawServer good = new RawServer((exchange, number) -> exchange.write(OK))) {
            Thread.ofVirtual().start(() -> acceptAll(listener, accepted));
            RequestSpec large =
                    new RequestSpec("POST", "/", List.of(), "x".repeat(8 * 1024 * 1024));
            TestLoad load =
                    both(listener.getLocalPort(), good.port(), large).timeoutMs(SHORT_TIMEOUT_MS);
            Tally bad = timesOut(load);

            assertThat(bad.outcomes()).containsOnlyKeys(Outcome.TIMED_OUT);
        } finally {
            for (Socket socket : accepted) {
                socket.close();
            }
        }
    }

    private static void acceptAll(ServerSocket listener, List<Socket> accepted) {
        try {
            while (true) {
                accepted.add(listener.accept());
            }
        } catch (IOException closed) {
            assert listener.isClosed();
        }
    }

    @Test
    void whoListensAndNeverAcceptsTimesOut() throws IOException {
        try (ServerSocket listener = listen(50);
                RawServer good = new RawServer((exchange, number) -> exchange.write(OK))) {
            TestLoad load = both(listener.getLocalPort(), good.port());
            Tally bad = timesOut(load.timeoutMs(SHORT_TIMEOUT_MS));

            assertThat(bad.outcomes()).containsOnlyKeys(Outcome.TIMED_OUT);
        }
    }

    @Test
    void whoseQueueIsFullIsNoConnection() throws IOException {
        // Linux lets one more in than it is told to.
        try (ServerSocket listener = listen(1);
                Socket first = new Socket(listener.getInetAddress(), listener.getLocalPort());
                Socket second = new Socket(listener.getInetAddress(), listener.getLocalPort());
                RawServer good = new RawServer((exchange, number) -> exchange.write(OK))) {
            assertThat(first.isConnected()).isEqualTo(second.isConnected()).isTrue();
            TestLoad load = both(listener.getLocalPort(), good.port()).timeoutMs(SHORT_TIMEOUT_MS);
            LoadResult result = runUntil(load, sofar -> sofar.count(Unsent.NO_CONNECTION) >= 2);

            assertThat(result.endpoints().getFirst().tally().sent()).isZero();
            assertThat(result.transport().failures()).containsKey("timed out");
            assertThat(result.endpoints().getLast().tally().count(Outcome.CORRECT)).isPositive();
        }
    }

    @Test
    void whoRefusesIsNoConnection() throws IOException {
        int port;
        try (ServerSocket listener = listen(1)) {
            port = listener.getLocalPort();
        }
        try (RawServer good = new RawServer((exchange, number) -> exchange.write(OK))) {
            TestLoad load = both(port, good.port()).timeoutMs(SHORT_TIMEOUT_MS);
            LoadResult result =
                    runUntil(
                            load,
                            sofar ->
                                    sofar.count(Unsent.NO_CONNECTION) >= 2
                                            && sofar.count(Outcome.CORRECT) >= 20);

            assertThat(result.endpoints().getFirst().tally().sent()).isZero();
            assertThat(result.transport().failures()).containsOnlyKeys("refused");
        }
    }

    private Tally timesOut(TestLoad load) throws IOException {
        LoadResult result =
                runUntil(
                        load,
                        sofar ->
                                sofar.count(Outcome.TIMED_OUT) >= 2
                                        && sofar.count(Outcome.CORRECT) >= 20);
        return result.endpoints().getFirst().tally();
    }

    private static ServerSocket listen(int backlog) throws IOException {
        return new ServerSocket(0, backlog, InetAddress.getLoopbackAddress());
    }

    private static TestLoad both(int hostilePort, int goodPort) {
        return both(hostilePort, goodPort, RequestSpec.get("/"));
    }

    /** An open loop of which half goes to each. */
    private static TestLoad both(int hostilePort, int goodPort, RequestSpec toHostile) {
        return new TestLoad()
                .endpoints(
                        endpoint("hostile", hostilePort, toHostile),
                        endpoint("good", goodPort, RequestSpec.get("/")))
                .constantRate(400)
                .connections(4)
                .drainMs(0);
    }

    private static Endpoint endpoint(String name, int port, RequestSpec request) {
        return new Endpoint(
                name,
                Target.http1("127.0.0.1", port),
                request,
                List.of(),
                AnswerCheck.okWithLength(2),
                1,
                Optional.empty());
    }

    /** Runs a load that is stopped as soon as it is enough, at the latest after 30 s. */
    private LoadResult runUntil(TestLoad load, Predicate<Tally> enough) throws IOException {
        Tally[] sum = {Tally.EMPTY};
        LoadSpec endless = load.measuredMs(30_000).intervalMs(10).build();
        LoadResult result =
                engine.run(
                        endless,
                        interval -> {
                            sum[0] = sum[0].plus(interval.measured().tally());
                            if (enough.test(sum[0])) {
                                engine.stop();
                            }
                        });
        assertThat(result.stopped()).as("%s", sum[0]).isTrue();
        assertThat(result.measured().tally().conserved()).isTrue();
        return result;
    }
}

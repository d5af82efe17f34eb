package dev.tare.load.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.tare.base.core.AnswerCheck;
import dev.tare.base.core.Outcome;
import dev.tare.base.core.RequestSpec;
import dev.tare.base.core.Tally;
import dev.tare.base.core.Unsent;
import dev.tare.base.time.NanoClock;
import dev.tare.io.net.IoBackEnd;
import dev.tare.load.result.IntervalResult;
import dev.tare.load.result.LoadResult;
import dev.tare.load.spec.Endpoint;
import dev.tare.load.spec.LoadSpec;
import dev.tare.load.spec.Protocol;
import dev.tare.load.spec.Target;
import dev.tare.testing.SocketTest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Loads over real sockets. Nothing here depends on how fast anything is. */
@SocketTest
final class LoadEngineTest {
    private static final long MS = 1_000_000;
    private static final String OK = "HTTP/1.1 200 OK|Content-Length: 2||ok";

    private final LoadEngine engine = new LoadEngine(NanoClock.system());

    /** What a server may do to the third request of a connection, and what that is called. */
    enum Fault {
        HALF_HEAD(Outcome.CLOSED_EARLY, "HTTP/1.1 200 OK|Content-Le", End.CLOSE),
        HALF_BODY(Outcome.CLOSED_EARLY, "HTTP/1.1 200 OK|Content-Length: 5||ok", End.CLOSE),
        NOTHING_AND_CLOSE(Outcome.CLOSED_EARLY, "", End.CLOSE),
        NOTHING_AND_RESET(Outcome.CLOSED_EARLY, "", End.RESET),
        HALF_BODY_AND_RESET(
                Outcome.CLOSED_EARLY, "HTTP/1.1 200 OK|Content-Length: 5||o", End.RESET),
        HALF_CHUNK(
                Outcome.CLOSED_EARLY,
                "HTTP/1.1 200 OK|Transfer-Encoding: chunked||5|ok",
                End.CLOSE),
        NEVER_ANSWERS(Outcome.TIMED_OUT, "", End.KEEP),
        NEVER_ENDS(Outcome.TIMED_OUT, "HTTP/1.1 200 OK|Content-Length: 5||ok", End.KEEP),
        ANOTHER_STATUS(Outcome.WRONG_STATUS, "HTTP/1.1 503 No|Content-Length: 0||", End.KEEP),
        ANOTHER_LENGTH(Outcome.WRONG_LENGTH, "HTTP/1.1 200 OK|Content-Length: 3||ok!", End.KEEP),
        ANOTHER_BODY(Outcome.WRONG_BODY, "HTTP/1.1 200 OK|Content-Length: 2||no", End.KEEP),
        NO_CONTENT(Outcome.WRONG_LENGTH, "HTTP/1.1 204 No Content||", End.KEEP),
        NOT_MODIFIED(
                Outcome.WRONG_STATUS, "HTTP/1.1 304 Not Modified|Content-Length: 2||", End.KEEP),
        TWO_LENGTHS(
                Outcome.MALFORMED,
                "HTTP/1.1 200 OK|Content-Length: 2|Content-Length: 3||ok",
                End.KEEP),
        NO_HTTP(Outcome.MALFORMED, "SSH-2.0-OpenSSH_9.2||", End.KEEP),
        BAD_CHUNK(
                Outcome.MALFORMED, "HTTP/1.1 200 OK|Transfer-Encoding: chunked||zz|ok|", End.KEEP),
        MORE_THAN_ONE_ANSWER(Outcome.MALFORMED, OK + OK, End.KEEP),
        ENDLESS_INFORMATION(Outcome.MALFORMED, "HTTP/1.1 100 Continue||".repeat(1000), End.KEEP),
        ENDLESS_HEAD(Outcome.MALFORMED, "HTTP/1.1 200 OK|" + "a: b|".repeat(40_000), End.KEEP);

        enum End {
            KEEP,
            CLOSE,
            RESET
        }

        private final Outcome outcome;
        private final String answer;
        private final End end;

        Fault(Outcome outcome, String answer, End end) {
            this.outcome = outcome;
            this.answer = answer;
            this.end = end;
        }

        void serve(RawServer.Exchange exchange, int number)
                throws IOException, InterruptedException {
            if (number != 2) {
                exchange.write(OK);
                return;
            }
            exchange.write(answer);
            switch (end) {
                case KEEP -> {}
                case CLOSE -> exchange.socket().close();
                case RESET -> exchange.reset();
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void eachFaultIsNamedAndTheLoadGoesOn(Fault fault) throws IOException {
        for (IoBackEnd backEnd : TestLoad.backEnds()) {
            try (RawServer server = new RawServer(fault::serve)) {
                TestLoad spec =
                        new TestLoad()
                                .connections(2)
                                .timeoutMs(fault.outcome == Outcome.TIMED_OUT ? 50 : 10_000)
                                .check(new AnswerCheck(200, 299, 2, "ok"))
                                .backEnd(backEnd);
                Tally tally =
                        tallyUntil(
                                spec.port(server.port()),
                                sofar ->
                                        sofar.count(fault.outcome) >= 2
                                                && sofar.count(Outcome.CORRECT) >= 5);

                assertThat(tally.outcomes()).containsOnlyKeys(Outcome.CORRECT, fault.outcome);
            }
        }
    }

    private static List<String> rightAnswers() {
        return List.of(
                OK,
                "HTTP/1.1 200 OK|Transfer-Encoding: chunked||1|o|1;x=y|k|0|Trailer: yes||",
                "HTTP/1.1 200 OK|Connection: close|Content-Length: 2||ok",
                "HTTP/1.1 100 Continue||HTTP/1.1 103 Early Hints|Link: </a>||" + OK,
                "HTTP/1.0 200 OK|Content-Length: 2||ok",
                "HTTP/1.1 200 OK||ok");
    }

    @ParameterizedTest
    @MethodSource("rightAnswers")
    void everyFramingIsUnderstood(String answer) throws IOException {
        boolean closes = !answer.contains("Length: 2") && !answer.contains("chunked");
        RawServer.Script script =
                (exchange, number) -> {
                    exchange.write(answer);
                    if (closes) {
                        exchange.socket().close();
                    }
                };
        try (RawServer server = new RawServer(script)) {
            AnswerCheck check = new AnswerCheck(200, 200, 2, "ok");
            Tally tally = tallyOfSome(new TestLoad().check(check).port(server.port()));

            assertThat(tally.failed()).isZero();
        }
    }

    @Test
    void anAnswerThatTricklesInIsTheSame() throws IOException {
        RawServer.Script script =
                (exchange, number) -> {
                    for (int i = 0; i < OK.length(); i++) {
                        exchange.write(OK.substring(i, i + 1));
                    }
                };
        try (RawServer server = new RawServer(script)) {
            AnswerCheck check = new AnswerCheck(200, 200, 2, "ok");
            Tally tally = tallyOfSome(new TestLoad().check(check).port(server.port()));

            assertThat(tally.failed()).isZero();
        }
    }

    @Test
    void theAnswerToHeadHasNoBody() throws IOException {
        try (RawServer server =
                new RawServer((exchange, n) -> exchange.write(OK.replace("||ok", "||")))) {
            RequestSpec head = new RequestSpec("HEAD", "/", List.of(), "");
            Tally tally = tallyOfSome(new TestLoad().request(head).port(server.port()));

            assertThat(tally.failed()).isZero();
        }
    }

    @Test
    void aServerThatRefusesIsNoSilence() throws IOException {
        int port;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = socket.getLocalPort();
        }
        Tally closed =
                tallyUntil(
                        new TestLoad().connections(4).port(port),
                        sofar -> sofar.count(Unsent.NO_CONNECTION) > 0);
        assertThat(closed.planned()).isEqualTo(closed.count(Unsent.NO_CONNECTION));

        LoadSpec constant = new TestLoad().constantRate(1000).port(port).build();
        Tally open = engine.run(constant, interval -> {}).measured().tally();
        assertThat(open.planned()).isEqualTo(100);
        assertThat(open.unsent()).isEqualTo(Map.of(Unsent.NO_CONNECTION, 100L));
    }

    @Test
    void threadsShareOneSchedule() throws IOException {
        try (RawServer server = new RawServer((exchange, number) -> exchange.write(OK))) {
            List<IntervalResult> intervals = new ArrayList<>();
            LoadSpec spec =
                    new TestLoad()
                            .constantRate(1000)
                            .connections(7)
                            .threads(3)
                            .leadMs(50)
                            .measuredMs(333)
                            .intervalMs(50)
                            .port(server.port())
                            .build();
            LoadResult result = engine.run(spec, intervals::add);

            assertThat(result.lead().tally().planned()).isEqualTo(50);
            assertThat(result.lead().tally().connectsOpened()).isEqualTo(7);
            assertThat(result.measured().tally().planned()).isEqualTo(333);
            assertThat(result.measured().tally().conserved()).isTrue();
            assertThat(result.measuredEndNs() - result.measuredStartNs()).isEqualTo(333 * MS);
            assertThat(intervals).isNotEmpty();
            assertThat(
                            intervals.stream()
                                    .map(interval -> interval.measured().tally())
                                    .reduce(Tally.EMPTY, Tally::plus))
                    .isEqualTo(result.measured().tally());
            for (int i = 1; i < intervals.size(); i++) {
                assertThat(intervals.get(i).startNs()).isEqualTo(intervals.get(i - 1).endNs());
            }
        }
    }

    @Test
    void anEngineRunsManyLoadsOfAnyShape() throws IOException {
        try (RawServer server = new RawServer((exchange, number) -> exchange.write(OK))) {
            for (int threads : new int[] {1, 3, 2}) {
                TestLoad spec = new TestLoad().threads(threads).connections(4);
                Tally tally = tallyOfSome(spec.port(server.port()));
                assertThat(tally.failed()).isZero();
            }
        }
    }

    @Test
    void aNamedStartIsKept() throws IOException {
        try (RawServer server = new RawServer((exchange, number) -> exchange.write(OK))) {
            long startNs = NanoClock.system().nowNs() + 50 * MS;
            LoadSpec spec = new TestLoad().startNs(startNs).leadMs(5).port(server.port()).build();
            LoadResult result = engine.run(spec, interval -> {});

            assertThat(result.startNs()).isEqualTo(startNs);
            assertThat(result.measuredStartNs()).isEqualTo(startNs + 5 * MS);
            assertThat(result.measuredEndNs()).isEqualTo(startNs + 105 * MS);
        }
    }

    @Test
    void aStopEndsAnEndlessLoad() throws IOException {
        try (RawServer server = new RawServer((exchange, number) -> exchange.write(OK))) {
            LoadSpec spec =
                    new TestLoad()
                            .measuredMs(3_600_000)
                            .intervalMs(20)
                            .threads(2)
                            .connections(2)
                            .port(server.port())
                            .build();
            LoadResult result = engine.run(spec, interval -> engine.stop());

            assertThat(result.stopped()).isTrue();
            assertThat(result.measured().tally().conserved()).isTrue();
        }
    }

    @Test
    void aStopBeforeTheRunThatIsExpectedIsNotLost() throws IOException {
        try (RawServer server = new RawServer((exchange, number) -> exchange.write(OK))) {
            TestLoad spec = new TestLoad().measuredMs(3_600_000);
            engine.expectRun();
            engine.stop();
            LoadResult stopped = engine.run(spec.port(server.port()).build(), interval -> {});
            assertThat(stopped.stopped()).isTrue();

            engine.stop();
            LoadResult next = engine.run(spec.measuredMs(30).build(), interval -> {});
            assertThat(next.stopped()).isFalse();
        }
    }

    @Test
    void aConsumerThatThrowsEndsTheLoadAndTheEngineGoesOn() throws IOException {
        try (RawServer server = new RawServer((exchange, number) -> exchange.write(OK))) {
            TestLoad spec = new TestLoad().intervalMs(20).port(server.port());
            assertThatIllegalArgumentException()
                    .isThrownBy(() ->
                            engine.run(
                                    spec.measuredMs(3_600_000).build(),
                                    interval -> {
                                        throw new IllegalArgumentException("enough");
                                    }))
                    .withMessage("enough");
            assertThat(tallyOfSome(spec).failed()).isZero();
        }
    }

    @Test
    void anInterruptEndsTheLoadAndStaysSet() throws IOException {
        try (RawServer server = new RawServer((exchange, number) -> exchange.write(OK))) {
            LoadSpec spec =
                    new TestLoad().measuredMs(3_600_000).intervalMs(20).port(server.port()).build();
            LoadResult result = engine.run(spec, interval -> Thread.currentThread().interrupt());

            assertThat(Thread.interrupted()).isTrue();
            assertThat(result.stopped()).isTrue();
        }
    }

    @Test
    void aServerThatStartsLateIsFound() throws Exception {
        int port;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = socket.getLocalPort();
        }
        List<ServerSocket> late = new ArrayList<>();
        LoadSpec spec =
                new TestLoad()
                        .measuredMs(30_000)
                        .drainMs(0)
                        .intervalMs(20)
                        .connections(2)
                        .port(port)
                        .build();
        try {
            LoadResult result =
                    engine.run(
                            spec,
                            interval -> {
                                if (late.isEmpty()) {
                                    late.add(listen(port));
                                } else if (interval.measured().tally().connectsOpened() > 0) {
                                    engine.stop();
                                }
                            });
            assertThat(result.measured().tally().count(Unsent.NO_CONNECTION)).isPositive();
            assertThat(result.measured().tally().connectsOpened()).isPositive();
            assertThat(result.measured().tally().conserved()).isTrue();
        } finally {
            for (ServerSocket socket : late) {
                socket.close();
            }
        }
    }

    private static ServerSocket listen(int port) {
        try {
            return new ServerSocket(port, 10, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void aLargeRequestIsSentWhole() throws IOException {
        String body = "x".repeat(4 * 1024 * 1024);
        RequestSpec request = new RequestSpec("POST", "/", List.of(), body);
        RawServer.Script script =
                (exchange, number) -> {
                    exchange.in().skipNBytes(body.length());
                    exchange.write(OK);
                };
        try (RawServer server = new RawServer(script)) {
            TestLoad spec = new TestLoad().request(request);
            Tally tally = tallyOfSome(spec.port(server.port()));

            assertThat(tally.failed()).isZero();
        }
    }

    @Test
    void aUnixSocketIsAsGoodAsAnother(@TempDir Path folder) throws IOException {
        Path path = folder.resolve("s");
        try (ServerSocketChannel listener = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            listener.bind(UnixDomainSocketAddress.of(path));
            Thread server = Thread.ofVirtual().start(() -> serveOne(listener));
            for (IoBackEnd backEnd : TestLoad.backEnds()) {
                Target target =
                        new Target(Protocol.HTTP1, "there", 80, path.toString(), Optional.empty());
                Endpoint endpoint =
                        Endpoint.single(target, RequestSpec.get("/"), AnswerCheck.okWithLength(2));
                TestLoad spec = new TestLoad().endpoints(endpoint).calls(20).measuredMs(30_000);
                LoadResult result = engine.run(spec.backEnd(backEnd).build(), interval -> {});

                assertThat(result.measured().tally().outcomes())
                        .isEqualTo(Map.of(Outcome.CORRECT, 20L));
                assertThat(result.transport().addresses()).isEqualTo(Map.of("unix:" + path, 1L));
            }
            assertThat(server.isAlive()).isTrue();
        }
    }

    /** Serves one connection after the other, an answer for every piece that arrives. */
    private static void serveOne(ServerSocketChannel listener) {
        ByteBuffer piece = ByteBuffer.allocate(4096);
        byte[] answer = OK.replace("|", "\r\n").getBytes(StandardCharsets.ISO_8859_1);
        while (listener.isOpen()) {
            try (SocketChannel client = listener.accept()) {
                while (client.read(piece.clear()) > 0) {
                    client.write(ByteBuffer.wrap(answer));
                }
            } catch (IOException goneOrClosed) {
                assert true : "the other side may go away whenever it likes";
            }
        }
    }

    @Test
    void anUnknownHostIsNamed() {
        LoadSpec spec = new TestLoad().host("no-such-host.invalid").build();
        assertThatExceptionOfType(UnknownHostException.class)
                .isThrownBy(() -> engine.run(spec, interval -> {}))
                .withMessageContaining("no-such-host.invalid");
    }

    /** The tally of a load that is stopped as soon as it is enough. */
    private Tally tallyUntil(TestLoad spec, Predicate<Tally> enough) throws IOException {
        Tally[] sum = {Tally.EMPTY};
        LoadSpec endless = spec.measuredMs(30_000).intervalMs(10).build();
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
        return result.measured().tally();
    }

    private Tally tallyOfSome(TestLoad spec) throws IOException {
        return tallyUntil(spec, sofar -> sofar.ended() >= 5);
    }
}

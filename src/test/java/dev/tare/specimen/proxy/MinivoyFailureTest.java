package dev.tare.specimen.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.tare.io.net.LoopOptions;
import dev.tare.specimen.Eventually;
import dev.tare.specimen.RawClient;
import dev.tare.specimen.RawResponse;
import dev.tare.specimen.ScriptedServer;
import dev.tare.specimen.origin.Origin;
import dev.tare.specimen.origin.OriginOptions;
import dev.tare.specimen.proxy.count.ProxyError;
import dev.tare.specimen.proxy.setup.ProxyLimits;
import dev.tare.specimen.proxy.setup.ProxyOptions;
import dev.tare.specimen.proxy.setup.ProxyTimeouts;
import dev.tare.testing.SocketTest;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What minivoy does when a client, the upstream or the time fails it. A bar stands for CR LF. */
@SocketTest
@Timeout(60)
@ParameterizedClass
@MethodSource("dev.tare.specimen.BackEnds#all")
final class MinivoyFailureTest {
    private static final String OK = "HTTP/1.1 200 OK|Content-Length: 2||ok";
    private static final long SHORT_NS = 100_000_000L;
    private static final long LONG_NS = 60_000_000_000L;

    @Parameter LoopOptions loop = LoopOptions.standard();

    private Minivoy start(InetSocketAddress upstream) throws IOException {
        return Minivoy.start(ProxyOptions.to(upstream).withLoop(loop));
    }

    private Minivoy start(InetSocketAddress upstream, ProxyTimeouts timeouts) throws IOException {
        return Minivoy.start(ProxyOptions.to(upstream).withLoop(loop).withTimeouts(timeouts));
    }

    private Minivoy start(InetSocketAddress upstream, ProxyLimits limits) throws IOException {
        return Minivoy.start(ProxyOptions.to(upstream).withLoop(loop).withLimits(limits));
    }

    private static ProxyTimeouts timeouts(
            long clientNs, long headNs, long responseNs, long bodyNs) {
        return new ProxyTimeouts(
                clientNs, headNs, LONG_NS, responseNs, bodyNs, LONG_NS, LONG_NS, LONG_NS);
    }

    private static String bars(String text) {
        return text.replace("|", "\r\n");
    }

    @Test
    void aDeadUpstreamIsABadGatewayAndClosesNoClient() throws IOException {
        InetSocketAddress nobody;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
            nobody = (InetSocketAddress) socket.getLocalSocketAddress();
        }
        try (Minivoy proxy = start(nobody);
                RawClient client = RawClient.to(proxy.address())) {
            for (int i = 0; i < 3; i++) {
                RawResponse response = client.get("/");
                assertThat(response.status()).isEqualTo(502);
                assertThat(response.text()).isEqualTo("502 upstream_connect_failed\n");
            }
            client.send(bars("HEAD / HTTP/1.1|Host: h||"));
            assertThat(client.readHeadOnly().status()).isEqualTo(502);
            assertThat(proxy.stats().errors(ProxyError.UPSTREAM_CONNECT_FAILED)).isEqualTo(4);
            assertThat(proxy.stats().responses(5)).isEqualTo(4);
            assertThat(proxy.stats().localResponses()).isEqualTo(4);
            assertThat(proxy.stats().upstreamConnectionsOpen()).isZero();
        }
    }

    @Test
    void anUpstreamThatNeverAnswersIsAGatewayTimeout() throws IOException {
        try (Origin origin = Origin.start(OriginOptions.standard().withLoop(loop));
                Minivoy proxy =
                        start(origin.address(), timeouts(LONG_NS, LONG_NS, SHORT_NS, LONG_NS));
                RawClient client = RawClient.to(proxy.address())) {
            RawResponse response = client.get("/byte/1?delay=50s");
            assertThat(response.status()).isEqualTo(504);
            assertThat(response.field("connection")).isEmpty();
            assertThat(client.get("/byte/1").status()).isEqualTo(200);
            assertThat(proxy.stats().errorsSeen()).containsOnlyKeys(ProxyError.UPSTREAM_TIMEOUT);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "nonsense||",
                "HTTP/2.0 200 OK||",
                "HTTP/1.1 99 OK||",
                "HTTP/1.1 200 OK|Content-Length: 1|Content-Length: 2||ab",
                "HTTP/1.1 200 OK|Content-Length: x||",
                "HTTP/1.1 200 OK|Transfer-Encoding: chunked||zz|",
                "HTTP/1.1 200 OK|A : b||",
                "HTTP/1.1 101 Switching Protocols|Connection: upgrade|Upgrade: x||",
                "HTTP/1.1 200 OK|Con",
            })
    void aMalformedResponseIsABadGateway(String response) throws IOException {
        try (ScriptedServer server =
                        new ScriptedServer((connection, number) -> {
                            connection.readHeadText();
                            connection.send(bars(response));
                        });
                Minivoy proxy = start(server.address());
                RawClient client = RawClient.to(proxy.address())) {
            assertThat(client.get("/").status()).isEqualTo(502);
            assertThat(client.get("/").status()).isEqualTo(502);
            assertThat(proxy.stats().retries()).isZero();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/1.1 200 OK|Content-Length: 10||only",
                "HTTP/1.1 200 OK|Transfer-Encoding: chunked||5|only",
                "HTTP/1.1 200 OK|Transfer-Encoding: chunked||4|only|",
            })
    void aResponseThatBreaksOffBreaksOffForTheClientToo(String response) throws IOException {
        try (ScriptedServer server =
                        new ScriptedServer((connection, number) -> {
                            connection.readHeadText();
                            connection.send(bars(response));
                        });
                Minivoy proxy = start(server.address());
                RawClient client = RawClient.to(proxy.address())) {
            assertThatExceptionOfType(IOException.class).isThrownBy(() -> client.get("/"));
            assertThat(proxy.stats().errors(ProxyError.RESPONSE_TRUNCATED)).isEqualTo(1);
        }
    }

    @Test
    void malformedChunksAfterTheHeadCutTheClientOff() throws IOException {
        CountDownLatch headSeen = new CountDownLatch(1);
        try (ScriptedServer server =
                        new ScriptedServer((connection, number) -> {
                            connection.readHeadText();
                            connection.send(bars("HTTP/1.1 200 OK|Transfer-Encoding: chunked||"));
                            await(headSeen);
                            connection.send(bars("5|abcdeX|"));
                            connection.readHeadText();
                        });
                Minivoy proxy = start(server.address());
                RawClient client = RawClient.to(proxy.address())) {
            client.send(bars("GET / HTTP/1.1|Host: h||"));
            assertThat(client.readHeadText()).startsWith("HTTP/1.1 200 OK\n");
            headSeen.countDown();
            assertThat(client.isClosedWithoutMore()).isTrue();
            assertThat(proxy.stats().errors(ProxyError.RESPONSE_TRUNCATED)).isEqualTo(1);
        }
    }

    @Test
    void aStaleConnectionIsTriedOnceMoreWithAFreshOne() throws IOException {
        try (ScriptedServer server =
                        new ScriptedServer((connection, number) -> {
                            connection.readHeadText();
                            connection.send(bars(OK));
                            if (number == 1) {
                                // The second request is read, and not answered.
                                connection.readHeadText();
                                return;
                            }
                            connection.readHeadText();
                            connection.send(bars(OK));
                        });
                Minivoy proxy = start(server.address());
                RawClient client = RawClient.to(proxy.address())) {
            assertThat(client.get("/").text()).isEqualTo("ok");
            assertThat(client.get("/again").text()).isEqualTo("ok");
            assertThat(proxy.stats().retries()).isEqualTo(1);
            assertThat(proxy.stats().errors()).isZero();
            assertThat(proxy.stats().responses(2)).isEqualTo(2);
            assertThat(server.connections()).isEqualTo(2);
        }
    }

    @Test
    void whatIsNotIdempotentIsNotSentTwice() throws IOException {
        try (ScriptedServer server =
                        new ScriptedServer((connection, number) -> {
                            connection.readHeadText();
                            connection.send(bars(OK));
                            connection.readHeadText();
                        });
                Minivoy proxy = start(server.address());
                RawClient client = RawClient.to(proxy.address())) {
            assertThat(client.get("/").text()).isEqualTo("ok");
            client.send(bars("POST / HTTP/1.1|Host: h|Content-Length: 0||"));
            assertThat(client.read().status()).isEqualTo(502);
            assertThat(proxy.stats().retries()).isZero();
            assertThat(server.connections()).isEqualTo(1);
        }
    }

    @Test
    void aFreshConnectionThatBreaksIsNotTriedAgain() throws IOException {
        try (ScriptedServer server =
                        new ScriptedServer((connection, number) -> connection.readHeadText());
                Minivoy proxy = start(server.address());
                RawClient client = RawClient.to(proxy.address())) {
            assertThat(client.get("/").status()).isEqualTo(502);
            assertThat(server.connections()).isEqualTo(1);
            assertThat(proxy.stats().errorsSeen()).containsOnlyKeys(ProxyError.UPSTREAM_CLOSED);
        }
    }

    @Test
    void unaskedBytesEndAnUpstreamConnection() throws IOException {
        try (ScriptedServer server = ScriptedServer.answering(bars(OK + OK));
                Minivoy proxy = start(server.address());
                RawClient client = RawClient.to(proxy.address())) {
            assertThat(client.get("/").text()).isEqualTo("ok");
            assertThat(client.get("/").text()).isEqualTo("ok");
            assertThat(server.connections()).isEqualTo(2);
        }
    }

    @Test
    void headsThatAreTooLongAreRefusedInBothDirections() throws IOException {
        String longField = "X: " + "x".repeat(2000) + "|";
        try (ScriptedServer server =
                        ScriptedServer.answering(bars("HTTP/1.1 200 OK|" + longField + "|"));
                Minivoy proxy = start(server.address(), new ProxyLimits(10, 10, 1024));
                RawClient client = RawClient.to(proxy.address());
                RawClient other = RawClient.to(proxy.address())) {
            assertThat(other.get("/").status()).isEqualTo(502);
            client.send(bars("GET / HTTP/1.1|Host: h|" + longField + "|"));
            RawResponse response = client.read();
            assertThat(response.status()).isEqualTo(431);
            assertThat(response.field("connection")).isEqualTo("close");
            assertThat(client.isClosedWithoutMore()).isTrue();
            assertThat(proxy.stats().errorsSeen())
                    .containsOnlyKeys(
                            ProxyError.REQUEST_HEAD_TOO_LARGE, ProxyError.UPSTREAM_MALFORMED);
        }
    }

    @Test
    void anEndlessHeadIsRefusedAtTheLimit() throws IOException {
        try (ScriptedServer server = ScriptedServer.answering(bars(OK));
                Minivoy proxy = start(server.address(), new ProxyLimits(10, 10, 1024));
                RawClient client = RawClient.to(proxy.address())) {
            client.send("GET /" + "x".repeat(700));
            client.send("x".repeat(700));
            assertThat(client.read().status()).isEqualTo(431);
        }
    }

    @Test
    void aRefusedClientMaySendOnUntilItReadsWhy() throws IOException {
        try (ScriptedServer server = ScriptedServer.answering(bars(OK));
                Minivoy proxy = start(server.address());
                RawClient client = RawClient.to(proxy.address())) {
            // A connection closed with unread bytes would be reset, and this would fail.
            client.send(bars("POST / HTTP/1.1|Content-Length: 8000000||"));
            client.send(new byte[4_000_000]);
            client.send(new byte[4_000_000]);
            assertThat(client.read().status()).isEqualTo(400);
            client.shutdownOutput();
            assertThat(client.isClosedWithoutMore()).isTrue();
        }
    }

    @Test
    void thereAreNoMoreClientsThanAllowed() throws IOException {
        try (ScriptedServer server = ScriptedServer.answering(bars(OK));
                Minivoy proxy = start(server.address(), new ProxyLimits(2, 10, 1024));
                RawClient first = RawClient.to(proxy.address());
                RawClient second = RawClient.to(proxy.address())) {
            assertThat(first.get("/").text()).isEqualTo("ok");
            assertThat(second.get("/").text()).isEqualTo("ok");
            try (RawClient third = RawClient.to(proxy.address())) {
                assertThat(third.isClosedWithoutMore()).isTrue();
            }
            assertThat(first.get("/").text()).isEqualTo("ok");
            assertThat(proxy.stats().clientConnectionsRefused()).isEqualTo(1);
        }
    }

    @Test
    void thePoolKeepsNoMoreThanAllowed() throws IOException {
        try (ScriptedServer server = ScriptedServer.answering(bars(OK));
                Minivoy proxy = start(server.address(), new ProxyLimits(10, 0, 1024));
                RawClient client = RawClient.to(proxy.address())) {
            assertThat(client.get("/").text()).isEqualTo("ok");
            assertThat(client.get("/").text()).isEqualTo("ok");
            assertThat(server.connections()).isEqualTo(2);
            assertThat(proxy.stats().upstreamReuses()).isZero();
        }
    }

    @Test
    void clientsThatAreIdleForTooLongAreClosed() throws IOException {
        try (ScriptedServer server = ScriptedServer.answering(bars(OK));
                Minivoy proxy =
                        start(server.address(), timeouts(SHORT_NS, LONG_NS, LONG_NS, LONG_NS));
                RawClient client = RawClient.to(proxy.address())) {
            assertThat(client.get("/").text()).isEqualTo("ok");
            assertThat(client.isClosedWithoutMore()).isTrue();
            assertThat(proxy.stats().errors()).isZero();
        }
    }

    @Test
    void aClientThatDoesNotFinishItsHeadIsTimedOut() throws IOException {
        try (ScriptedServer server = ScriptedServer.answering(bars(OK));
                Minivoy proxy =
                        start(server.address(), timeouts(LONG_NS, SHORT_NS, LONG_NS, LONG_NS));
                RawClient client = RawClient.to(proxy.address())) {
            client.send("GET / HTTP/1.1\r\nHo");
            assertThat(client.read().status()).isEqualTo(408);
            assertThat(client.isClosedWithoutMore()).isTrue();
        }
    }

    @Test
    void aClientThatDoesNotFinishItsBodyIsTimedOut() throws IOException {
        try (Origin origin = Origin.start(OriginOptions.standard().withLoop(loop));
                Minivoy proxy =
                        start(origin.address(), timeouts(LONG_NS, LONG_NS, LONG_NS, SHORT_NS));
                RawClient client = RawClient.to(proxy.address())) {
            client.send(bars("POST /echo HTTP/1.1|Host: h|Content-Length: 10||"));
            assertThat(client.read().status()).isEqualTo(408);
            assertThat(proxy.stats().errorsSeen()).containsOnlyKeys(ProxyError.REQUEST_TIMEOUT);
        }
    }

    @Test
    void aResponseThatStopsHalfwayIsTimedOut() throws IOException {
        CountDownLatch over = new CountDownLatch(1);
        try (ScriptedServer server =
                        new ScriptedServer((connection, number) -> {
                            connection.readHeadText();
                            connection.send(bars("HTTP/1.1 200 OK|Content-Length: 9||only"));
                            await(over);
                        });
                Minivoy proxy =
                        start(server.address(), timeouts(LONG_NS, LONG_NS, LONG_NS, SHORT_NS));
                RawClient client = RawClient.to(proxy.address())) {
            assertThatExceptionOfType(IOException.class).isThrownBy(() -> client.get("/"));
            assertThat(proxy.stats().errorsSeen()).containsOnlyKeys(ProxyError.STREAM_TIMEOUT);
            over.countDown();
        }
    }

    @Test
    void anEarlyAnswerToALongRequestReachesTheClient() throws IOException {
        try (ScriptedServer server =
                        new ScriptedServer((connection, number) -> {
                            connection.readHeadText();
                            connection.send(bars("HTTP/1.1 413 No|Content-Length: 2||no"));
                            connection.shutdownOutput();
                        });
                Minivoy proxy = start(server.address());
                RawClient client = RawClient.to(proxy.address())) {
            client.send(bars("POST / HTTP/1.1|Host: h|Content-Length: 1000000||part"));
            RawResponse response = client.read();
            assertThat(response.status()).isEqualTo(413);
            assertThat(response.field("connection")).isEqualTo("close");
        }
    }

    @Test
    void aClientThatGoesAwayTakesItsUpstreamConnectionAlong() throws Exception {
        try (Origin origin = Origin.start(OriginOptions.standard().withLoop(loop));
                Minivoy proxy = start(origin.address())) {
            try (RawClient leaving = RawClient.to(proxy.address())) {
                leaving.send(bars("GET /byte/1000000000 HTTP/1.1|Host: h||"));
                leaving.skip(1000);
            }
            Eventually.holds(() -> proxy.stats().upstreamConnectionsOpen() == 0);
            assertThat(proxy.stats().errorsSeen()).containsOnlyKeys(ProxyError.CLIENT_GONE);
        }
    }

    @Test
    void stoppingFinishesWhatIsInFlightAndAcceptsNoMore() throws Exception {
        try (Origin origin = Origin.start(OriginOptions.standard().withLoop(loop));
                Minivoy proxy = start(origin.address());
                RawClient idle = RawClient.to(proxy.address());
                RawClient busy = RawClient.to(proxy.address())) {
            assertThat(idle.get("/byte/1").status()).isEqualTo(200);
            busy.send(bars("GET /byte/5?delay=300ms HTTP/1.1|Host: h||"));
            Eventually.holds(() -> proxy.stats().requests() == 2);
            proxy.stop();
            assertThat(idle.isClosedWithoutMore()).isTrue();
            RawResponse response = busy.read();
            assertThat(response.body()).hasSize(5);
            assertThat(response.field("connection")).isEqualTo("close");
            proxy.awaitEnd();
            assertThat(proxy.stats().errors()).isZero();
            assertThat(proxy.stats().clientConnectionsOpen()).isZero();
            assertThatExceptionOfType(ConnectException.class)
                    .isThrownBy(() -> RawClient.to(proxy.address()));
        }
    }

    @Test
    void stoppingDoesNotWaitForEver() throws Exception {
        ProxyTimeouts short_ =
                new ProxyTimeouts(
                        LONG_NS, LONG_NS, LONG_NS, LONG_NS, LONG_NS, LONG_NS, LONG_NS, SHORT_NS);
        try (Origin origin = Origin.start(OriginOptions.standard().withLoop(loop));
                Minivoy proxy = start(origin.address(), short_);
                RawClient busy = RawClient.to(proxy.address())) {
            busy.send(bars("GET /byte/5?delay=50s HTTP/1.1|Host: h||"));
            Eventually.holds(() -> proxy.stats().requests() == 1);
            proxy.stop();
            assertThat(busy.isClosedWithoutMore()).isTrue();
            proxy.awaitEnd();
            assertThat(proxy.stats().errorsSeen()).containsOnlyKeys(ProxyError.STOPPED);
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}

package dev.tare.specimen.proxy;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.tare.io.net.LoopOptions;
import dev.tare.specimen.Eventually;
import dev.tare.specimen.RawClient;
import dev.tare.specimen.RawResponse;
import dev.tare.specimen.origin.Origin;
import dev.tare.specimen.origin.OriginOptions;
import dev.tare.specimen.proxy.config.HostPort;
import dev.tare.specimen.proxy.count.ProxyError;
import dev.tare.specimen.proxy.setup.ProxyOptions;
import dev.tare.testing.SocketTest;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What passes minivoy from clients that speak HTTP/1.1 to an upstream that speaks HTTP/2. */
@SocketTest
@Timeout(60)
@ParameterizedClass
@MethodSource("dev.tare.specimen.BackEnds#all")
final class MinivoyHttp1ToHttp2Test {
    @Parameter LoopOptions loop = LoopOptions.standard();

    private Minivoy proxy(InetSocketAddress upstream) throws IOException {
        return Minivoy.start(ProxyOptions.to(upstream).withLoop(loop).withUpstreamHttp2(true));
    }

    /** Bars stand for CR LF. */
    private static String bars(String text) {
        return text.replace("|", "\r\n");
    }

    private static String chunked(String path, int chunk, int chunks, String trailers) {
        StringBuilder text = new StringBuilder("POST " + path + " HTTP/1.1\r\nHost: h\r\n");
        text.append("Transfer-Encoding: chunked\r\n\r\n");
        for (int i = 0; i < chunks; i++) {
            text.append(Integer.toHexString(chunk)).append("\r\n");
            text.append("x".repeat(chunk)).append("\r\n");
        }
        return text.append("0\r\n").append(trailers).append("\r\n").toString();
    }

    /** Asks on a connection of its own, which an answer may end that comes before its request. */
    private static RawResponse once(Minivoy proxy, String request) throws IOException {
        try (RawClient client = RawClient.to(proxy.address())) {
            return client.send(request).read();
        }
    }

    @Test
    void bodiesPassUnchangedBothWays() throws Exception {
        try (Origin origin = Origin.start(OriginOptions.standard().withLoop(loop));
                Minivoy proxy = proxy(origin.address());
                RawClient client = RawClient.to(proxy.address())) {
            int[] lengths = {0, 1, 100, 16_384, 65_535, 65_536, 262_145, 5_000_000};
            for (int length : lengths) {
                byte[] expected = MinivoyHttp2Test.content(length);
                RawResponse measured = client.get("/byte/" + length);
                assertThat(measured.field("content-length")).isEqualTo("" + length);
                assertThat(Arrays.equals(measured.body(), expected)).isTrue();
                RawResponse chunked = client.get("/chunked/" + length);
                assertThat(Arrays.equals(chunked.body(), expected)).isTrue();
                int chunk = Math.max(1, length / 7);
                assertThat(once(proxy, chunked("/echo", chunk, 7, "")).text())
                        .isEqualTo("x".repeat(chunk * 7));
                String text = "y".repeat(length);
                String post = bars("POST /echo HTTP/1.1|Host: h|Content-Length: %d||");
                RawResponse echoed = once(proxy, post.formatted(length) + text);
                assertThat(echoed.status()).isEqualTo(200);
                assertThat(echoed.text()).isEqualTo(text);
                assertThat(echoed.field("via")).isEqualTo("2 minivoy");
                assertThat(echoed.field("date")).isNotEmpty();
                client.send("HEAD /byte/%d HTTP/1.1\r\nHost: h\r\n\r\n".formatted(length));
                assertThat(client.readHeadOnly().field("content-length")).isEqualTo("" + length);
            }
            assertThat(proxy.stats().requests()).isEqualTo(5L * lengths.length);
            assertThat(proxy.stats().upstreamConnectionsOpened()).isEqualTo(1);
            assertThat(proxy.stats().errors()).isZero();
        }
    }

    @Test
    void headsAreTranslated() throws Exception {
        try (ScriptedHttp2Upstream upstream = new ScriptedHttp2Upstream(100);
                Minivoy proxy = proxy(upstream.address());
                RawClient client = RawClient.to(proxy.address())) {
            client.send(
                    bars(
                            "OPTIONS /ok?a HTTP/1.1|Host: shop.test:80|Connection: X-Hop, TE|"
                                    + "X-Hop: 1|TE: trailers|Via: 1.0 other|Max-Forwards: 7|"
                                    + "X-Forwarded-For: 10.0.0.1|Upgrade: h2c|Keep-Alive: 5||"));
            assertThat(client.read().text()).isEqualTo("ok");
            String head = upstream.requests.remove();
            assertThat(head)
                    .startsWith(
                            """
                            :method: OPTIONS
                            :scheme: http
                            :authority: shop.test:80
                            :path: /ok?a
                            """)
                    .contains("te: trailers\n")
                    .contains("via: 1.0 other, 1.1 minivoy\n")
                    .contains("x-forwarded-for: 10.0.0.1, 127.0.0.1\n")
                    .contains("x-forwarded-proto: http\n")
                    .contains("max-forwards: 6\n")
                    .doesNotContain("x-hop", "upgrade", "keep-alive", "connection", "host:");
            assertThat(ScriptedHttp2Upstream.line(head, "x-request-id"))
                    .matches("x-request-id: [0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");
        }
    }

    @Test
    void aWishForWebSocketIsDeclined() throws Exception {
        try (ScriptedHttp2Upstream upstream = new ScriptedHttp2Upstream(100);
                Minivoy proxy = proxy(upstream.address());
                RawClient client = RawClient.to(proxy.address())) {
            client.send(
                    bars("GET /ok HTTP/1.1|Host: h|Connection: upgrade|" + "Upgrade: websocket||"));
            assertThat(client.read().status()).isEqualTo(200);
            assertThat(upstream.requests.remove()).doesNotContain("upgrade");
            assertThat(client.get("/ok").text()).isEqualTo("ok");
        }
    }

    @Test
    void interimHeadsAndTrailersComeBack() throws Exception {
        try (ScriptedHttp2Upstream upstream = new ScriptedHttp2Upstream(100);
                Minivoy proxy = proxy(upstream.address());
                RawClient client = RawClient.to(proxy.address())) {
            client.send("GET /hint HTTP/1.1\r\nHost: h\r\n\r\n");
            RawResponse hint = client.read();
            assertThat(hint.status()).isEqualTo(103);
            assertThat(hint.field("link")).isEqualTo("</a>");
            assertThat(client.read().text()).isEqualTo("hinted");
            client.send("GET /trailers HTTP/1.1\r\nHost: h\r\nTE: trailers\r\n\r\n");
            assertThat(client.readHeadText()).contains("transfer-encoding: chunked\n");
            String rest = "4\r\nbody\r\n0\r\ngrpc-status: 0\r\n\r\n";
            assertThat(new String(client.exactly(rest.length()), ISO_8859_1)).isEqualTo(rest);
            assertThat(client.get("/trailers-only").field("grpc-status")).isEqualTo("12");
            assertThat(client.get("/ok").text()).isEqualTo("ok");
        }
    }

    @Test
    void clientsOfHttp10GetNeitherChunksNorInterimHeads() throws Exception {
        try (ScriptedHttp2Upstream upstream = new ScriptedHttp2Upstream(100);
                Minivoy proxy = proxy(upstream.address());
                RawClient client = RawClient.to(proxy.address())) {
            client.send("GET /hint HTTP/1.0\r\nConnection: keep-alive\r\n\r\n");
            RawResponse answer = client.read();
            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.field("connection")).isEqualTo("close");
            assertThat(answer.fields()).doesNotContainKey("transfer-encoding");
            assertThat(answer.text()).isEqualTo("hinted");
            assertThat(upstream.requests.remove())
                    .contains(":authority: " + HostPort.textOf(upstream.address()) + "\n");
        }
    }

    @Test
    void requestsOneBehindTheOtherAreAnsweredInTurn() throws Exception {
        try (ScriptedHttp2Upstream upstream = new ScriptedHttp2Upstream(100);
                Minivoy proxy = proxy(upstream.address());
                RawClient client = RawClient.to(proxy.address())) {
            StringBuilder all = new StringBuilder();
            for (int i = 0; i < 50; i++) {
                String body = ScriptedHttp2Upstream.sent(i, i * 500);
                all.append("POST /good/%d/%d HTTP/1.1\r\nHost: h\r\n".formatted(i, i * 1000));
                all.append("Content-Length: %d\r\n\r\n%s".formatted(body.length(), body));
            }
            client.send(all.toString());
            for (int i = 0; i < 50; i++) {
                RawResponse answer = client.read();
                assertThat(answer.status()).isEqualTo(200);
                assertThat(answer.field("x-id")).isEqualTo("" + i);
                assertThat(Arrays.equals(answer.body(), ChaosContent.of(i, i * 1000))).isTrue();
            }
            assertThat(proxy.stats().errors()).isZero();
        }
    }

    @Test
    void trailersOfARequestPass() throws Exception {
        try (Origin origin = Origin.start(OriginOptions.standard().withLoop(loop));
                Minivoy behind = proxy(origin.address());
                Minivoy front = proxy(behind.address());
                RawClient client = RawClient.to(front.address())) {
            client.send(chunked("/echo", 10_000, 30, "X-Sum: 9\r\nContent-Length: 1\r\n"));
            assertThat(client.read().text()).isEqualTo("x".repeat(300_000));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/cut/CANCEL", "/cut/INTERNAL_ERROR", "/cut/NO_ERROR"})
    void aResetInTheBodyCutsTheClientOff(String path) throws Exception {
        try (ScriptedHttp2Upstream upstream = new ScriptedHttp2Upstream(100);
                Minivoy proxy = proxy(upstream.address());
                RawClient client = RawClient.to(proxy.address())) {
            assertThatExceptionOfType(IOException.class).isThrownBy(() -> client.get(path));
            assertThat(proxy.stats().errors(ProxyError.RESPONSE_TRUNCATED)).isEqualTo(1);
        }
    }

    @Test
    void aResetBeforeTheAnswerIsABadGateway() throws Exception {
        try (ScriptedHttp2Upstream upstream = new ScriptedHttp2Upstream(100);
                Minivoy proxy = proxy(upstream.address());
                RawClient client = RawClient.to(proxy.address())) {
            RawResponse answer = client.get("/reset/CANCEL");
            assertThat(answer.status()).isEqualTo(502);
            assertThat(answer.text()).isEqualTo("502 upstream_reset\n");
            assertThat(client.get("/ok").text()).isEqualTo("ok");
            assertThat(proxy.stats().upstreamConnectionsOpened()).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/refuse-first", "/away-first", "/close-first"})
    void whatWasNotProcessedIsSentOnceMore(String path) throws Exception {
        try (ScriptedHttp2Upstream upstream = new ScriptedHttp2Upstream(100);
                Minivoy proxy = proxy(upstream.address());
                RawClient client = RawClient.to(proxy.address())) {
            assertThat(client.get("/ok").text()).isEqualTo("ok");
            assertThat(client.get(path).text()).isEqualTo("ok");
            assertThat(proxy.stats().retries()).isEqualTo(1);
            assertThat(proxy.stats().errors()).isZero();
        }
    }

    @Test
    void anEarlyAnswerEndsTheConnection() throws Exception {
        try (ScriptedHttp2Upstream upstream = new ScriptedHttp2Upstream(100);
                Minivoy proxy = proxy(upstream.address());
                RawClient client = RawClient.to(proxy.address())) {
            client.send("POST /early HTTP/1.1\r\nHost: h\r\nContent-Length: 1000000\r\n\r\nx");
            RawResponse answer = client.read();
            assertThat(answer.text()).isEqualTo("early");
            assertThat(answer.field("connection")).isEqualTo("close");
            assertThat(client.isClosedWithoutMore()).isTrue();
            Eventually.holds(() -> upstream.aborted.get() == 1);
        }
    }

    @Test
    void aClientThatGoesTakesItsStreamWithIt() throws Exception {
        try (ScriptedHttp2Upstream upstream = new ScriptedHttp2Upstream(100);
                Minivoy proxy = proxy(upstream.address())) {
            try (RawClient client = RawClient.to(proxy.address())) {
                client.send("POST /never HTTP/1.1\r\nHost: h\r\nContent-Length: 9\r\n\r\nx");
                Eventually.holds(() -> upstream.requests.size() == 1);
            }
            Eventually.holds(() -> upstream.aborted.get() == 1);
            Eventually.holds(() -> proxy.stats().errors(ProxyError.CLIENT_ABORTED) == 1);
        }
    }

    @Test
    void aMalformedBodyIsRefusedAndItsStreamReset() throws Exception {
        try (ScriptedHttp2Upstream upstream = new ScriptedHttp2Upstream(100);
                Minivoy proxy = proxy(upstream.address());
                RawClient client = RawClient.to(proxy.address())) {
            client.send("POST /ok HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n");
            client.send("1\r\nx\r\n");
            Eventually.holds(() -> upstream.requests.size() == 1);
            client.send("zz\r\n");
            assertThat(client.read().status()).isEqualTo(400);
            Eventually.holds(() -> upstream.aborted.get() == 1);
        }
    }

    @Test
    void aClientThatDoesNotReadHoldsUpNobodyElse() throws Exception {
        try (Origin origin = Origin.start(OriginOptions.standard().withLoop(loop));
                Minivoy proxy = proxy(origin.address());
                RawClient slow = RawClient.to(proxy.address(), 4096);
                RawClient client = RawClient.to(proxy.address())) {
            slow.send("GET /byte/100000000 HTTP/1.1\r\nHost: h\r\n\r\n");
            assertThat(slow.readHeadText()).startsWith("HTTP/1.1 200 OK\n");
            byte[] body = client.get("/byte/3000000").body();
            assertThat(Arrays.equals(body, MinivoyHttp2Test.content(3_000_000))).isTrue();
            assertThat(proxy.stats().upstreamConnectionsOpened()).isEqualTo(1);
        }
    }

    @Test
    void nobodyListeningIsTold() throws Exception {
        try (Minivoy proxy = proxy(Configured.nobody());
                RawClient client = RawClient.to(proxy.address())) {
            for (int i = 0; i < 3; i++) {
                RawResponse answer = client.get("/ok");
                assertThat(answer.status()).isEqualTo(502);
                assertThat(answer.text()).isEqualTo("502 upstream_connect_failed\n");
            }
        }
    }

    @Test
    void whoWaitsFor100GetsItFromTheUpstream() throws Exception {
        try (Origin origin = Origin.start(OriginOptions.standard().withLoop(loop));
                Minivoy proxy = proxy(origin.address());
                RawClient client = RawClient.to(proxy.address())) {
            client.send(
                    bars(
                            "POST /echo HTTP/1.1|Host: h|Expect: 100-continue|"
                                    + "Content-Length: 5||"));
            client.send("hello");
            RawResponse answer = client.read();
            if (answer.status() == 100) {
                answer = client.read();
            }
            assertThat(answer.text()).isEqualTo("hello");
        }
    }
}

package dev.tare.specimen.proxy;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tare.base.core.Field;
import dev.tare.base.core.RequestSpec;
import dev.tare.io.net.LoopOptions;
import dev.tare.io.wire.http2.Http2TestClient;
import dev.tare.io.wire.http2.Http2TestClient.Exchange;
import dev.tare.specimen.Eventually;
import dev.tare.specimen.RawClient;
import dev.tare.specimen.origin.Content;
import dev.tare.specimen.origin.Origin;
import dev.tare.specimen.origin.OriginOptions;
import dev.tare.specimen.proxy.count.ProxyCounters;
import dev.tare.specimen.proxy.count.ProxyError;
import dev.tare.specimen.proxy.count.ProxyStats;
import dev.tare.specimen.proxy.setup.ProxyOptions;
import dev.tare.testing.SocketTest;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What passes minivoy from clients that speak HTTP/2 to an upstream that does. */
@SocketTest
@Timeout(60)
@ParameterizedClass
@MethodSource("dev.tare.specimen.BackEnds#all")
final class MinivoyHttp2Test {
    private static final long SEED = 20_261_121;

    @Parameter LoopOptions loop = LoopOptions.standard();

    private ProxyOptions to(InetSocketAddress upstream) {
        return ProxyOptions.to(upstream).withLoop(loop).withUpstreamHttp2(true);
    }

    static byte[] content(int length) {
        byte[] content = new byte[length];
        for (int i = 0; i < length; i++) {
            content[i] = Content.byteAt(i);
        }
        return content;
    }

    @Test
    void bodiesPassUnchangedBothWays() throws Exception {
        try (Origin origin = Origin.start(OriginOptions.standard().withLoop(loop));
                Minivoy proxy = Minivoy.start(to(origin.address()));
                Http2TestClient client = new Http2TestClient(proxy.address())) {
            int[] lengths = {0, 1, 100, 16_384, 65_535, 65_536, 262_145, 5_000_000};
            List<RequestSpec> requests = new ArrayList<>();
            String large = "abcdefg".repeat(300_000);
            for (int length : lengths) {
                requests.add(RequestSpec.get("/byte/" + length));
                requests.add(RequestSpec.get("/chunked/" + length));
                requests.add(new RequestSpec("POST", "/echo", List.of(), large));
                requests.add(new RequestSpec("HEAD", "/byte/" + length, List.of(), ""));
            }
            List<Exchange> answers = client.exchange(requests);
            for (int i = 0; i < answers.size(); i++) {
                Exchange answer = answers.get(i);
                assertThat(answer.end()).isEqualTo("whole");
                assertThat(answer.status()).isEqualTo(200);
                byte[] expected =
                        switch (i % 4) {
                            case 2 -> large.getBytes(ISO_8859_1);
                            case 3 -> new byte[0];
                            default -> content(lengths[i / 4]);
                        };
                assertThat(Arrays.equals(answer.body(), expected)).as("answer " + i).isTrue();
                assertThat(answer.fields()).contains("via: 2 minivoy\n").contains("date: ");
            }
            ProxyStats stats = proxy.stats();
            assertThat(stats.requests()).isEqualTo(requests.size());
            assertThat(stats.responses(2)).isEqualTo(requests.size());
            assertThat(stats.upstreamRequests()).isEqualTo(requests.size());
            assertThat(stats.upstreamConnectionsOpened()).isEqualTo(1);
            assertThat(stats.errors()).isZero();
        }
    }

    @Test
    void requestsAreToldOfTheirWay() throws Exception {
        try (ScriptedHttp2Upstream upstream = new ScriptedHttp2Upstream(100);
                Minivoy proxy = Minivoy.start(to(upstream.address()));
                Http2TestClient client = new Http2TestClient(proxy.address())) {
            List<Field> fields =
                    List.of(
                            new Field("via", "1.1 other"),
                            new Field("x-forwarded-for", "10.0.0.1"),
                            new Field("te", "trailers"),
                            new Field("max-forwards", "7"));
            client.exchange(List.of(new RequestSpec("OPTIONS", "/ok", fields, "")));
            String head = upstream.requests.remove();
            String address = "127.0.0.1:" + proxy.address().getPort();
            assertThat(head)
                    .startsWith(":method: OPTIONS\n:scheme: http\n")
                    .contains(":authority: " + address + "\n")
                    .contains("via: 1.1 other, 2 minivoy\n")
                    .contains("x-forwarded-for: 10.0.0.1, 127.0.0.1\n")
                    .contains("x-forwarded-proto: http\n")
                    .contains("te: trailers\n")
                    .contains("max-forwards: 6\n");
            assertThat(ScriptedHttp2Upstream.line(head, "x-request-id"))
                    .matches("x-request-id: [0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");
        }
    }

    @Test
    void requestsAreToldNothingWhereThatIsNotWanted() throws Exception {
        try (ScriptedHttp2Upstream upstream = new ScriptedHttp2Upstream(100);
                Minivoy proxy = Minivoy.start(to(upstream.address()).withForwardedFields(false));
                Http2TestClient client = new Http2TestClient(proxy.address())) {
            client.get("/ok", 1);
            assertThat(upstream.requests.remove())
                    .contains("via: 2 minivoy\n")
                    .doesNotContain("x-forwarded", "x-request-id");
        }
    }

    @Test
    void interimHeadsTrailersAndHeadsAlonePass() throws Exception {
        try (ScriptedHttp2Upstream upstream = new ScriptedHttp2Upstream(100);
                Minivoy proxy = Minivoy.start(to(upstream.address()));
                Http2TestClient client = new Http2TestClient(proxy.address())) {
            assertThat(Http2TestClient.text(client.get("/hint", 1).getFirst())).isEqualTo("hinted");
            assertThat(proxy.stats().responses(1)).isEqualTo(1);
            Exchange trailed = client.get("/trailers", 1).getFirst();
            assertThat(Http2TestClient.text(trailed)).isEqualTo("body");
            assertThat(trailed.trailers()).isEqualTo("grpc-status: 0\n");
            Exchange alone = client.get("/trailers-only", 1).getFirst();
            assertThat(alone.fields()).contains("grpc-status: 12\n");
            assertThat(alone.trailers()).isEmpty();
            assertThat(proxy.stats().errors()).isZero();
        }
    }

    @Test
    void requestsThatMayNotPassAreAnswered() throws Exception {
        try (ScriptedHttp2Upstream upstream = new ScriptedHttp2Upstream(100);
                Minivoy proxy = Minivoy.start(to(upstream.address()));
                Http2TestClient client = new Http2TestClient(proxy.address())) {
            List<Field> lastHop = List.of(new Field("max-forwards", "0"));
            List<Field> large = List.of(new Field("x-large", "x".repeat(40_000)));
            List<Exchange> answers =
                    client.exchange(
                            List.of(
                                    new RequestSpec("TRACE", "/ok", lastHop, ""),
                                    new RequestSpec("GET", "/ok", large, ""),
                                    new RequestSpec("POST", "/ok", large, "with a body")));
            assertThat(answers.stream().map(Exchange::status)).containsExactly(501, 431, 431);
            assertThat(Http2TestClient.text(answers.getFirst())).isEqualTo("501 no_hops_left\n");
            assertThat(upstream.requests).isEmpty();
            assertThat(proxy.stats().localResponses()).isEqualTo(3);
            assertThat(proxy.stats().errors(ProxyError.REQUEST_HEAD_TOO_LARGE)).isEqualTo(2);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"REFUSED_STREAM", "CANCEL", "ENHANCE_YOUR_CALM", "PROTOCOL_ERROR"})
    void aResetPassesWithItsReason(String reason) throws Exception {
        try (ScriptedHttp2Upstream upstream = new ScriptedHttp2Upstream(100);
                Minivoy proxy = Minivoy.start(to(upstream.address()));
                Http2TestClient client = new Http2TestClient(proxy.address())) {
            assertThat(client.get("/reset/" + reason, 1).getFirst().end()).isEqualTo(reason);
            Exchange cut = client.get("/cut/" + reason, 1).getFirst();
            assertThat(cut.status()).isEqualTo(200);
            assertThat(cut.end()).isEqualTo(reason);
            assertThat(client.get("/ok", 1).getFirst().status()).isEqualTo(200);
            assertThat(proxy.stats().errors(ProxyError.UPSTREAM_RESET)).isEqualTo(2);
            assertThat(proxy.stats().upstreamConnectionsOpened()).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/refuse-first", "/away-first", "/close-first"})
    void whatWasNotProcessedIsSentOnceMore(String path) throws Exception {
        try (ScriptedHttp2Upstream upstream = new ScriptedHttp2Upstream(100);
                Minivoy proxy = Minivoy.start(to(upstream.address()));
                Http2TestClient client = new Http2TestClient(proxy.address())) {
            client.get("/ok", 1);
            Exchange answer = client.get(path, 1).getFirst();
            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.end()).isEqualTo("whole");
            assertThat(proxy.stats().retries()).isEqualTo(1);
            assertThat(proxy.stats().upstreamRequests()).isEqualTo(3);
            assertThat(proxy.stats().requests()).isEqualTo(2);
            assertThat(proxy.stats().errors()).isZero();
        }
    }

    @Test
    void anAnswerMayComeBeforeItsRequestIsWhole() throws Exception {
        try (ScriptedHttp2Upstream upstream = new ScriptedHttp2Upstream(100);
                Minivoy proxy = Minivoy.start(to(upstream.address()));
                Http2TestClient client = new Http2TestClient(proxy.address())) {
            RequestSpec post = new RequestSpec("POST", "/early", List.of(), "x".repeat(1_000_000));
            for (Exchange answer : client.exchange(List.of(post, post, post))) {
                assertThat(answer.status()).isEqualTo(200);
                assertThat(Http2TestClient.text(answer)).isEqualTo("early");
            }
            assertThat(client.get("/ok", 1).getFirst().status()).isEqualTo(200);
            Eventually.holds(() -> proxy.stats().of(ProxyCounters.Count.REQUESTS) == 4);
        }
    }

    @Test
    void aFewStreamsOfTheUpstreamServeManyOfClients() throws Exception {
        try (ScriptedHttp2Upstream upstream = new ScriptedHttp2Upstream(3);
                Minivoy proxy = Minivoy.start(to(upstream.address()));
                Http2TestClient client = new Http2TestClient(proxy.address())) {
            Random random = new Random(SEED);
            List<RequestSpec> requests = new ArrayList<>();
            for (int i = 0; i < 400; i++) {
                int bodyBytes = i % 3 == 0 ? random.nextInt(100_000) : 0;
                String body = ScriptedHttp2Upstream.sent(i, bodyBytes);
                String path = "/good/%d/%d".formatted(i, random.nextInt(100_000));
                String method = bodyBytes > 0 ? "POST" : "GET";
                requests.add(new RequestSpec(method, path, List.of(), body));
            }
            List<Exchange> answers = client.exchange(requests);
            for (int i = 0; i < answers.size(); i++) {
                int size = Integer.parseInt(requests.get(i).target().split("/", 4)[3]);
                assertThat(answers.get(i).status()).isEqualTo(200);
                assertThat(Arrays.equals(answers.get(i).body(), ChaosContent.of(i, size)))
                        .as("answer " + i)
                        .isTrue();
            }
            assertThat(proxy.stats().upstreamConnectionsOpened()).isGreaterThan(1);
            assertThat(proxy.stats().errors()).isZero();
        }
    }

    @Test
    void clientsOfHttp1AreServedBesideThem() throws Exception {
        try (ScriptedHttp2Upstream upstream = new ScriptedHttp2Upstream(100);
                Minivoy proxy = Minivoy.start(to(upstream.address()));
                Http2TestClient other = new Http2TestClient(proxy.address());
                RawClient client = RawClient.to(proxy.address())) {
            client.send("P");
            client.send("OST /ok HTTP/1.1\r\nHost: h\r\nContent-Length: 0\r\n\r\n");
            assertThat(client.read().text()).isEqualTo("ok");
            assertThat(other.get("/ok", 1).getFirst().status()).isEqualTo(200);
            assertThat(proxy.stats().upstreamConnectionsOpened()).isEqualTo(1);
        }
    }

    @Test
    void thePrefaceMayComeInPieces() throws Exception {
        try (ScriptedHttp2Upstream upstream = new ScriptedHttp2Upstream(100);
                Minivoy proxy = Minivoy.start(to(upstream.address()));
                RawClient client = RawClient.to(proxy.address())) {
            client.send("PR");
            client.send("I * HTTP/2.0\r\n\r\nSM\r\n");
            client.send("\r\n\0\0\0\4\0\0\0\0\0");
            Eventually.holds(() -> proxy.stats().of(ProxyCounters.Count.HTTP2_CONNECTIONS) == 1);
        }
    }

    @Test
    void nobodyListeningIsTold() throws Exception {
        ScriptedHttp2Upstream gone = new ScriptedHttp2Upstream(1);
        gone.close();
        try (Minivoy proxy = Minivoy.start(to(gone.address()));
                Http2TestClient client = new Http2TestClient(proxy.address())) {
            for (Exchange answer : client.get("/ok", 5)) {
                assertThat(answer.status()).isEqualTo(502);
                assertThat(Http2TestClient.text(answer)).isEqualTo("502 upstream_connect_failed\n");
            }
            RequestSpec call =
                    new RequestSpec(
                            "POST",
                            "/service/Method",
                            List.of(new Field("content-type", "application/grpc+proto")),
                            "x");
            Exchange grpc = client.exchange(List.of(call)).getFirst();
            assertThat(grpc.status()).isEqualTo(200);
            assertThat(grpc.body()).isEmpty();
            assertThat(grpc.fields())
                    .contains("content-type: application/grpc\n")
                    .contains("grpc-status: 14\n")
                    .contains("grpc-message: upstream_connect_failed\n");
            assertThat(proxy.stats().errors(ProxyError.UPSTREAM_CONNECT_FAILED)).isEqualTo(6);
            assertThat(proxy.stats().localResponses()).isEqualTo(6);
        }
    }
}

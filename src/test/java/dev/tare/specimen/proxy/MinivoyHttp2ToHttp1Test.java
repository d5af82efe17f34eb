package dev.tare.specimen.proxy;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tare.base.core.Field;
import dev.tare.base.core.RequestSpec;
import dev.tare.io.net.LoopOptions;
import dev.tare.io.wire.http2.FrameBytes;
import dev.tare.io.wire.http2.FrameBytes.Frame;
import dev.tare.io.wire.http2.Http2Error;
import dev.tare.io.wire.http2.Http2TestClient;
import dev.tare.io.wire.http2.Http2TestClient.Exchange;
import dev.tare.specimen.Eventually;
import dev.tare.specimen.RawClient;
import dev.tare.specimen.ScriptedServer;
import dev.tare.specimen.origin.Origin;
import dev.tare.specimen.origin.OriginOptions;
import dev.tare.specimen.proxy.config.HostPort;
import dev.tare.specimen.proxy.count.ProxyCounters;
import dev.tare.specimen.proxy.count.ProxyError;
import dev.tare.specimen.proxy.setup.ProxyOptions;
import dev.tare.testing.SocketTest;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What passes minivoy from clients that speak HTTP/2 to an upstream that speaks HTTP/1.1. */
@SocketTest
@Timeout(60)
@ParameterizedClass
@MethodSource("dev.tare.specimen.BackEnds#all")
final class MinivoyHttp2ToHttp1Test {
    private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";

    @Parameter LoopOptions loop = LoopOptions.standard();

    /** Bars stand for CR LF. */
    private static String bars(String text) {
        return text.replace("|", "\r\n");
    }

    private Minivoy proxy(InetSocketAddress upstream) throws IOException {
        return Minivoy.start(ProxyOptions.to(upstream).withLoop(loop));
    }

    private static Exchange only(Http2TestClient client, String path) {
        return client.get(path, 1).getFirst();
    }

    @Test
    void bodiesPassUnchangedBothWays() throws Exception {
        try (Origin origin = Origin.start(OriginOptions.standard().withLoop(loop));
                Minivoy proxy = proxy(origin.address());
                Http2TestClient client = new Http2TestClient(proxy.address())) {
            int[] lengths = {0, 1, 100, 16_384, 65_535, 65_536, 262_145, 5_000_000};
            List<RequestSpec> requests = new ArrayList<>();
            String large = "abcdefg".repeat(300_000);
            for (int length : lengths) {
                requests.add(RequestSpec.get("/byte/" + length));
                requests.add(RequestSpec.get("/chunked/" + length));
                requests.add(RequestSpec.get("/until-close/" + length));
                requests.add(new RequestSpec("POST", "/echo", List.of(), large));
                requests.add(new RequestSpec("HEAD", "/byte/" + length, List.of(), ""));
            }
            List<Exchange> answers = client.exchange(requests);
            for (int i = 0; i < answers.size(); i++) {
                Exchange answer = answers.get(i);
                assertThat(answer.end()).as("answer " + i).isEqualTo("whole");
                assertThat(answer.status()).isEqualTo(200);
                byte[] expected =
                        switch (i % 5) {
                            case 3 -> large.getBytes(ISO_8859_1);
                            case 4 -> new byte[0];
                            default -> MinivoyHttp2Test.content(lengths[i / 5]);
                        };
                assertThat(Arrays.equals(answer.body(), expected)).as("answer " + i).isTrue();
                assertThat(answer.fields()).contains("via: 1.1 minivoy\n").contains("date: ");
                assertThat(answer.fields()).doesNotContain("connection", "transfer-encoding");
            }
            assertThat(proxy.stats().requests()).isEqualTo(requests.size());
            assertThat(proxy.stats().responses(2)).isEqualTo(requests.size());
            assertThat(proxy.stats().upstreamRequests()).isEqualTo(requests.size());
            assertThat(proxy.stats().errors()).isZero();
        }
    }

    @Test
    void headsAreTranslated() throws Exception {
        try (ScriptedServer upstream =
                        ScriptedServer.answering(
                                bars(
                                        "HTTP/1.1 200 OK|Connection: X-Hop, keep-alive|X-Hop: 1|"
                                                + "Keep-Alive: timeout=5|X-End: 2|Via: 1.0 a|"
                                                + "Content-Length: 0||"));
                Minivoy proxy = proxy(upstream.address());
                Http2TestClient client = new Http2TestClient(proxy.address())) {
            List<Field> fields =
                    List.of(
                            new Field("cookie", "a=1"),
                            new Field("via", "2 other"),
                            new Field("x-forwarded-for", "10.0.0.1"),
                            new Field("te", "trailers"),
                            new Field("cookie", "b=2"),
                            new Field("max-forwards", "7"));
            Exchange answer =
                    client.exchange(List.of(new RequestSpec("OPTIONS", "/a?b", fields, "")))
                            .getFirst();
            assertThat(upstream.heads().getFirst())
                    .startsWith("OPTIONS /a?b HTTP/1.1\nhost: " + HostPort.textOf(proxy.address()))
                    .contains("cookie: a=1; b=2\n")
                    .contains("via: 2 other, 2 minivoy\n")
                    .contains("x-forwarded-for: 10.0.0.1, 127.0.0.1\n")
                    .contains("X-Forwarded-Proto: http\n")
                    .contains("te: trailers\nconnection: te\n")
                    .contains("max-forwards: 6\n")
                    .containsPattern("X-Request-Id: [0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\n");
            assertThat(answer.fields())
                    .contains("x-end: 2\n")
                    .contains("via: 1.0 a, 1.1 minivoy\n")
                    .doesNotContain("x-hop", "keep-alive", "connection");
        }
    }

    @Test
    void aBodyWithoutLengthLeavesInChunksWithItsTrailers() throws Exception {
        Queue<String> bodies = new ConcurrentLinkedQueue<>();
        try (ScriptedServer upstream =
                        new ScriptedServer((connection, number) -> {
                            bodies.add(connection.readHeadText());
                            String body = "4\r\nsome\r\n5\r\n more\r\n0\r\nx-sum: 9\r\n\r\n";
                            bodies.add(new String(connection.exactly(body.length()), ISO_8859_1));
                            connection.send(OK);
                        });
                Minivoy proxy = proxy(upstream.address());
                RawHttp2Client client = new RawHttp2Client(proxy.address())) {
            client.send(
                    new FrameBytes()
                            .headers(1, false, RawHttp2Client.postWithoutLength("/up"))
                            .data(1, false, "some")
                            .data(1, false, " more")
                            .headers(
                                    1,
                                    true,
                                    RawHttp2Client.field("x-sum", "9")
                                            + RawHttp2Client.field("content-type", "no/trailer")));
            assertThat(client.await(RawHttp2Client.HEADERS)).isNotNull();
            assertThat(bodies.remove()).contains("transfer-encoding: chunked\n");
            assertThat(bodies.remove())
                    .isEqualTo("4\r\nsome\r\n5\r\n more\r\n0\r\nx-sum: 9\r\n\r\n");
        }
    }

    @Test
    void interimHeadsTrailersAndHeadsAloneComeBack() throws Exception {
        try (ScriptedServer upstream =
                        new ScriptedServer((connection, number) -> {
                            while (true) {
                                String head = connection.readHeadText();
                                connection.send(
                                        bars(
                                                head.startsWith("GET /trailers")
                                                        ? "HTTP/1.1 103 Early Hints|Link: </a>||"
                                                                + "HTTP/1.1 200 OK|"
                                                                + "Transfer-Encoding: chunked||"
                                                                + "4;x=y|body|0|Grpc-Status: 0|"
                                                                + "Content-Length: 9||"
                                                        : head.startsWith("GET /none")
                                                                ? "HTTP/1.1 204 No||"
                                                                : "HTTP/1.1 304 Same|ETag: \"x\"|"
                                                                        + "Content-Length: 7||"));
                            }
                        });
                Minivoy proxy = proxy(upstream.address());
                Http2TestClient client = new Http2TestClient(proxy.address())) {
            Exchange trailed = only(client, "/trailers");
            assertThat(Http2TestClient.text(trailed)).isEqualTo("body");
            assertThat(trailed.trailers()).isEqualTo("grpc-status: 0\n");
            assertThat(proxy.stats().responses(1)).isEqualTo(1);
            Exchange none = only(client, "/none");
            assertThat(none.status()).isEqualTo(204);
            assertThat(none.end()).isEqualTo("whole");
            Exchange same = only(client, "/same");
            assertThat(same.status()).isEqualTo(304);
            assertThat(same.fields()).contains("etag: \"x\"\n");
            assertThat(same.end()).isEqualTo("whole");
            assertThat(proxy.stats().upstreamConnectionsOpened()).isEqualTo(1);
            assertThat(proxy.stats().errors()).isZero();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nsome",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nsome\r\n",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nsome\r\nx\r\n",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nsome\r\n0\r\nx: y\r\n"
            })
    void aBodyThatBreaksOffNeverLooksWhole(String response) throws Exception {
        try (ScriptedServer upstream =
                        new ScriptedServer((connection, number) -> {
                            connection.readHeadText();
                            connection.send(response);
                        });
                Minivoy proxy = proxy(upstream.address());
                Http2TestClient client = new Http2TestClient(proxy.address())) {
            Exchange answer = only(client, "/");
            assertThat(answer.status()).isEqualTo(200);
            assertThat(Http2TestClient.text(answer)).isEqualTo("some");
            assertThat(answer.end()).isEqualTo("INTERNAL_ERROR");
            assertThat(proxy.stats().errors(ProxyError.RESPONSE_TRUNCATED)).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "HTTP/1.1 20",
                "nonsense\r\n\r\n",
                "HTTP/1.1 101 Switching\r\nConnection: upgrade\r\nUpgrade: x\r\n\r\n",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n",
                "ENDLESS"
            })
    void anAnswerThatIsNoneIsABadGateway(String response) throws Exception {
        String sent =
                response.equals("ENDLESS")
                        ? "HTTP/1.1 103 Early Hints\r\n\r\n".repeat(17)
                        : response;
        try (ScriptedServer upstream =
                        new ScriptedServer((connection, number) -> {
                            connection.readHeadText();
                            connection.send(sent);
                        });
                Minivoy proxy = proxy(upstream.address());
                Http2TestClient client = new Http2TestClient(proxy.address())) {
            Exchange answer = only(client, "/");
            assertThat(answer.status()).isEqualTo(502);
            assertThat(answer.end()).isEqualTo("whole");
            assertThat(proxy.stats().errors()).isEqualTo(1);
        }
    }

    @Test
    void aStreamThatIsResetClosesItsConnection() throws Exception {
        CountDownLatch closed = new CountDownLatch(1);
        try (ScriptedServer upstream =
                        new ScriptedServer((connection, number) -> {
                            String head = connection.readHeadText();
                            if (head.startsWith("GET /ok")) {
                                connection.send(OK);
                                return;
                            }
                            connection.send(
                                    "HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\nsome");
                            if (connection.isClosedWithoutMore()) {
                                closed.countDown();
                            }
                        });
                Minivoy proxy = proxy(upstream.address());
                RawHttp2Client client = new RawHttp2Client(proxy.address())) {
            client.send(new FrameBytes().headers(1, true, RawHttp2Client.get("/half")));
            assertThat(client.await(RawHttp2Client.DATA)).isNotNull();
            client.send(new FrameBytes().rstStream(1, Http2Error.CANCEL.code()));
            closed.await();
            client.send(new FrameBytes().headers(3, true, RawHttp2Client.get("/ok")));
            Frame head = client.await(RawHttp2Client.HEADERS);
            assertThat(head).isNotNull().matches(frame -> frame.streamId() == 3);
            assertThat(proxy.stats().upstreamConnectionsOpened()).isEqualTo(2);
        }
    }

    @Test
    void aRequestOnAStaleConnectionIsSentOnceMore() throws Exception {
        CountDownLatch ready = new CountDownLatch(1);
        try (ScriptedServer upstream =
                        new ScriptedServer((connection, number) -> {
                            connection.readHeadText();
                            connection.send(OK);
                            if (number == 1) {
                                connection.readHeadText();
                                ready.countDown();
                                return;
                            }
                            connection.readHeadText();
                            connection.send(OK);
                        });
                Minivoy proxy = proxy(upstream.address());
                Http2TestClient client = new Http2TestClient(proxy.address())) {
            assertThat(Http2TestClient.text(only(client, "/"))).isEqualTo("ok");
            assertThat(Http2TestClient.text(only(client, "/"))).isEqualTo("ok");
            ready.await();
            assertThat(proxy.stats().retries()).isEqualTo(1);
            assertThat(proxy.stats().errors()).isZero();
        }
    }

    @Test
    void anAnswerMayComeBeforeItsRequestIsWhole() throws Exception {
        try (ScriptedServer upstream =
                        new ScriptedServer((connection, number) -> {
                            connection.readHeadText();
                            connection.send("HTTP/1.1 413 No\r\nContent-Length: 5\r\n\r\nearly");
                            connection.isClosedWithoutMore();
                        });
                Minivoy proxy = proxy(upstream.address());
                Http2TestClient client = new Http2TestClient(proxy.address())) {
            RequestSpec post = new RequestSpec("POST", "/", List.of(), "x".repeat(1_000_000));
            for (Exchange answer : client.exchange(List.of(post, post, post))) {
                assertThat(answer.status()).isEqualTo(413);
                assertThat(Http2TestClient.text(answer)).isEqualTo("early");
            }
            Eventually.holds(() -> proxy.stats().of(ProxyCounters.Count.REQUESTS) == 3);
        }
    }

    @Test
    void aClientThatDoesNotReadHoldsUpItsOwnConnectionOnly() throws Exception {
        try (SeededBodies upstream = new SeededBodies();
                Minivoy proxy = proxy(upstream.server().address());
                RawHttp2Client slow = new RawHttp2Client(proxy.address());
                Http2TestClient client = new Http2TestClient(proxy.address())) {
            slow.send(new FrameBytes().headers(1, true, RawHttp2Client.get("/length/1/200000000")));
            assertThat(slow.await(RawHttp2Client.DATA)).isNotNull();
            byte[] body = only(client, "/chunks/2/3000000").body();
            assertThat(Arrays.equals(body, SeededBodies.bytes(2, 3_000_000))).isTrue();
            // What the kernel's buffers hold between the two of them, and one reading.
            assertThat(upstream.sentBytes()).isLessThan(60_000_000);
        }
    }

    @Test
    void bothVersionsAreServedAtOnePort() throws Exception {
        try (ScriptedServer upstream = ScriptedServer.answering(OK);
                Minivoy proxy = proxy(upstream.address());
                RawClient old = RawClient.to(proxy.address());
                Http2TestClient client = new Http2TestClient(proxy.address())) {
            assertThat(old.get("/").text()).isEqualTo("ok");
            assertThat(Http2TestClient.text(only(client, "/"))).isEqualTo("ok");
            // Both have used the same connection.
            assertThat(proxy.stats().upstreamConnectionsOpened()).isEqualTo(1);
        }
    }
}

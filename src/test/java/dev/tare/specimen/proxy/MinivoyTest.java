package dev.tare.specimen.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tare.io.net.LoopOptions;
import dev.tare.specimen.RawClient;
import dev.tare.specimen.RawResponse;
import dev.tare.specimen.ScriptedServer;
import dev.tare.specimen.origin.Content;
import dev.tare.specimen.origin.Origin;
import dev.tare.specimen.origin.OriginOptions;
import dev.tare.specimen.origin.RouteClass;
import dev.tare.specimen.proxy.count.ProxyError;
import dev.tare.specimen.proxy.count.ProxyStats;
import dev.tare.specimen.proxy.setup.ProxyOptions;
import dev.tare.testing.SocketTest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What goes through minivoy when all is well, with an origin behind it. */
@SocketTest
@Timeout(60)
@ParameterizedClass
@MethodSource("dev.tare.specimen.BackEnds#all")
final class MinivoyTest {
    @Parameter LoopOptions loop = LoopOptions.standard();

    private Origin origin;
    private Minivoy proxy;
    private RawClient client;

    @SuppressWarnings("NullAway.Init")
    MinivoyTest() {}

    @BeforeEach
    void start() throws IOException {
        origin = Origin.start(OriginOptions.standard().withLoop(loop));
        proxy = Minivoy.start(ProxyOptions.to(origin.address()).withLoop(loop));
        client = RawClient.to(proxy.address());
    }

    @AfterEach
    void stop() throws IOException {
        client.close();
        proxy.close();
        origin.close();
        ProxyStats stats = proxy.stats();
        assertThat(stats.clientConnectionsOpen()).isZero();
    }

    private static void assertContent(RawResponse response, int length) {
        byte[] body = response.body();
        assertThat(body).hasSize(length);
        for (int i = 0; i < length; i++) {
            if (body[i] != Content.byteAt(i)) {
                throw new AssertionError("the byte at position %d is wrong".formatted(i));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 100, 16_384, 262_144, 5_000_000})
    void bodiesPassUnchanged(int length) throws IOException {
        for (int i = 0; i < 3; i++) {
            RawResponse response = client.get("/byte/" + length);
            assertThat(response.status()).isEqualTo(200);
            assertThat(response.field("content-length")).isEqualTo(Integer.toString(length));
            assertThat(response.field("via")).isEqualTo("1.1 minivoy");
            assertThat(response.field("date")).endsWith(" GMT");
            assertThat(response.field("connection")).isEmpty();
            assertContent(response, length);
        }
        assertThat(proxy.stats().upstreamConnectionsOpened()).isEqualTo(1);
        assertThat(proxy.stats().upstreamReuses()).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 16_385, 3_000_001})
    void chunkedBodiesPassUnchanged(int length) throws IOException {
        RawResponse response = client.get("/chunked/" + length);
        assertThat(response.field("transfer-encoding")).isEqualTo("chunked");
        assertContent(response, length);
        assertContent(client.get("/byte/7"), 7);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 16_385, 3_000_001})
    void bodiesThatEndWithTheConnectionBecomeChunked(int length) throws IOException {
        for (int i = 0; i < 2; i++) {
            RawResponse response = client.get("/until-close/" + length);
            assertThat(response.field("transfer-encoding")).isEqualTo("chunked");
            assertThat(response.field("connection")).isEmpty();
            assertContent(response, length);
        }
        assertThat(proxy.stats().upstreamConnectionsOpened()).isEqualTo(2);
    }

    @Test
    void oldClientsGetNoChunks() throws IOException {
        client.send("GET /byte/5 HTTP/1.0\r\nConnection: keep-alive\r\n\r\n");
        RawResponse kept = client.read();
        assertThat(kept.field("connection")).isEqualTo("keep-alive");
        assertContent(kept, 5);
        client.send("GET /chunked/40000 HTTP/1.0\r\nConnection: keep-alive\r\n\r\n");
        RawResponse unframed = client.read();
        assertThat(unframed.fields()).doesNotContainKey("transfer-encoding");
        assertThat(unframed.field("connection")).isEqualTo("close");
        assertContent(unframed, 40_000);
        try (RawClient other = RawClient.to(proxy.address())) {
            other.send("GET /until-close/40000 HTTP/1.0\r\n\r\n");
            assertContent(other.read(), 40_000);
        }
    }

    @Test
    void anUpstreamThatClosesEachTimeClosesNoClient() throws IOException {
        for (int i = 0; i < 50; i++) {
            RawResponse response = client.get("/close/1000");
            assertThat(response.field("connection")).isEmpty();
            assertContent(response, 1000);
        }
        assertThat(proxy.stats().clientConnectionsAccepted()).isEqualTo(1);
        assertThat(proxy.stats().upstreamConnectionsOpened()).isEqualTo(50);
    }

    @Test
    void aClientThatAsksForItIsClosed() throws IOException {
        client.send("GET /byte/5 HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n");
        RawResponse response = client.read();
        assertThat(response.field("connection")).isEqualTo("close");
        assertContent(response, 5);
        assertThat(client.isClosedWithoutMore()).isTrue();
    }

    @Test
    void aClientThatSendsNoMoreStillGetsItsResponse() throws IOException {
        client.send("GET /byte/5?delay=20ms HTTP/1.1\r\nHost: h\r\n\r\n");
        client.shutdownOutput();
        assertContent(client.read(), 5);
        assertThat(client.isClosedWithoutMore()).isTrue();
    }

    @Test
    void responsesWithoutABodyHaveNone() throws IOException {
        for (String target : new String[] {"/byte/1000", "/chunked/1000", "/status/404"}) {
            client.send("HEAD " + target + " HTTP/1.1\r\nHost: h\r\n\r\n");
            client.readHeadOnly();
        }
        assertThat(client.get("/status/204").status()).isEqualTo(204);
        assertThat(client.get("/status/304").status()).isEqualTo(304);
        assertContent(client.get("/byte/3"), 3);
        assertThat(proxy.stats().upstreamConnectionsOpened()).isEqualTo(1);
    }

    @Test
    void statusesAndErrorsAreTheOrigins() throws IOException {
        for (int status : new int[] {200, 302, 404, 500, 503}) {
            assertThat(client.get("/status/" + status).status()).isEqualTo(status);
        }
        assertThat(client.get("/error-in-200").text()).contains("\"error\"");
        ProxyStats stats = proxy.stats();
        assertThat(stats.responses(2)).isEqualTo(2);
        assertThat(stats.responses(3)).isEqualTo(1);
        assertThat(stats.responses(4)).isEqualTo(1);
        assertThat(stats.responses(5)).isEqualTo(2);
        assertThat(stats.errors()).isZero();
        assertThat(stats.localResponses()).isZero();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 262_144, 3_000_000})
    void requestBodiesPassUnchanged(int length) throws Exception {
        String body = "0123456789".repeat(length / 10 + 1).substring(0, length);
        for (int i = 0; i < 2; i++) {
            String head = "POST /echo HTTP/1.1\r\nHost: h\r\nContent-Length: " + length;
            Thread sender = Thread.ofVirtual().start(() -> send(head + "\r\n\r\n" + body));
            RawResponse response = client.read();
            sender.join();
            assertThat(response.text().equals(body)).isTrue();
            if (response.field("connection").equals("close")) {
                // The origin began to answer before it had all: the connection ends with that.
                client.close();
                client = RawClient.to(proxy.address());
            }
        }
    }

    @Test
    void chunkedRequestBodiesPassUnchanged() throws IOException {
        client.send("POST /echo?x HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n");
        client.send("5;a=b\r\nabcde\r\n");
        client.send("3\r\nfgh\r\n0\r\nTrailer-Field: x\r\n\r\n");
        assertThat(client.read().text()).isEqualTo("abcdefgh");
    }

    @Test
    void aClientThatWaitsIsToldToContinue() throws IOException {
        client.send("PUT /echo HTTP/1.1\r\nHost: h\r\nContent-Length: 3\r\n");
        client.send("Expect: 100-continue\r\n\r\n");
        assertThat(client.read().status()).isEqualTo(100);
        client.send("abc");
        assertThat(client.read().text()).isEqualTo("abc");
        assertThat(proxy.stats().responses(1)).isEqualTo(1);
    }

    @Test
    void pipelinedRequestsAreAnsweredInTheirOrder() throws IOException {
        StringBuilder requests = new StringBuilder();
        for (int i = 0; i < 100; i++) {
            String delay = i % 25 == 0 ? "?delay=2ms" : "";
            requests.append("GET /byte/").append(i * 100).append(delay);
            requests.append(" HTTP/1.1\r\nHost: h\r\n\r\n");
            requests.append("PUT /echo HTTP/1.1\r\nHost: h\r\nContent-Length: 4\r\n\r\nbody");
        }
        client.send(requests.toString());
        client.shutdownOutput();
        for (int i = 0; i < 100; i++) {
            assertContent(client.read(), i * 100);
            assertThat(client.read().text()).isEqualTo("body");
        }
        assertThat(client.isClosedWithoutMore()).isTrue();
    }

    @Test
    void messagesMayArriveByteByByte() throws IOException {
        String request = "PUT /echo HTTP/1.1\r\nHost: h\r\nContent-Length: 4\r\n\r\nbody";
        for (byte b : request.getBytes(StandardCharsets.US_ASCII)) {
            client.send(new byte[] {b});
        }
        assertThat(client.read().text()).isEqualTo("body");
        try (ScriptedServer slow =
                        new ScriptedServer((connection, number) -> {
                            connection.readHeadText();
                            for (char c :
                                    "HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nabc"
                                            .toCharArray()) {
                                connection.send(String.valueOf(c));
                            }
                            connection.readHeadText();
                        });
                Minivoy other = Minivoy.start(ProxyOptions.to(slow.address()).withLoop(loop));
                RawClient reader = RawClient.to(other.address())) {
            assertThat(reader.get("/").text()).isEqualTo("abc");
        }
    }

    @Test
    void whatConcernsOneHopIsNotPassedOn() throws IOException {
        String response =
                bars(
                        "HTTP/1.1 200 OK|Connection: x-hop|X-Hop: 1|Keep-Alive: timeout=1|"
                                + "Content-Length: 0|X-End: 1||");
        try (ScriptedServer server = ScriptedServer.answering(response);
                Minivoy other =
                        Minivoy.start(
                                ProxyOptions.to(server.address())
                                        .withLoop(loop)
                                        .withForwardedFields(false));
                RawClient asking = RawClient.to(other.address())) {
            asking.send("GET /a HTTP/1.1\r\nHost: h\r\nConnection: upgrade, x-own\r\n");
            asking.send("X-Own: 1\r\nUpgrade: h2c\r\nTE: trailers\r\nX-End: 1\r\n\r\n");
            RawResponse seen = asking.read();
            assertThat(seen.fields()).containsOnlyKeys("via", "date", "content-length", "x-end");
            assertThat(server.heads())
                    .containsExactly("GET /a HTTP/1.1\nVia: 1.1 minivoy\nHost: h\nX-End: 1\n");
        }
    }

    @Test
    void theUpstreamIsToldWhoAsks() throws IOException {
        try (ScriptedServer server =
                        ScriptedServer.answering(bars("HTTP/1.1 200 OK|Content-Length: 0||"));
                Minivoy other = Minivoy.start(ProxyOptions.to(server.address()).withLoop(loop));
                RawClient asking = RawClient.to(other.address())) {
            asking.get("/a");
            assertThat(server.heads().getFirst())
                    .contains("\nX-Forwarded-For: 127.0.0.1\nX-Forwarded-Proto: http\n")
                    .containsPattern("\nX-Request-Id: [0-9a-f-]{36}\n");
        }
    }

    @Test
    void whoMayNotBeForwardedIsNot() throws IOException {
        client.send("OPTIONS /a HTTP/1.1\r\nHost: h\r\nMax-Forwards: 0\r\n\r\n");
        assertThat(client.read().status()).isEqualTo(501);
        assertThat(proxy.stats().errors(ProxyError.NO_HOPS_LEFT)).isEqualTo(1);
        assertThat(proxy.stats().upstreamRequests()).isZero();
    }

    @Test
    void interimResponsesPassToThoseWhoKnowThem() throws IOException {
        String response =
                bars(
                        "HTTP/1.1 103 Early Hints|Link: x||HTTP/1.1 102 ||"
                                + "HTTP/1.1 200 OK|Content-Length: 2||ok");
        try (ScriptedServer server = ScriptedServer.answering(response);
                Minivoy other = Minivoy.start(ProxyOptions.to(server.address()).withLoop(loop));
                RawClient asking = RawClient.to(other.address())) {
            RawResponse hint = asking.get("/");
            assertThat(hint.status()).isEqualTo(103);
            assertThat(hint.field("link")).isEqualTo("x");
            assertThat(asking.read().status()).isEqualTo(102);
            assertThat(asking.read().text()).isEqualTo("ok");
            asking.send("GET / HTTP/1.0\r\n\r\n");
            assertThat(asking.read().text()).isEqualTo("ok");
            assertThat(other.stats().responses(1)).isEqualTo(2);
            assertThat(other.stats().responses(2)).isEqualTo(2);
        }
    }

    @Test
    void countersAgreeWithTheOriginsToTheRequest() throws IOException {
        for (int i = 0; i < 37; i++) {
            client.get("/byte/100");
        }
        ProxyStats stats = proxy.stats();
        assertThat(stats.requests()).isEqualTo(37);
        assertThat(stats.responses(2)).isEqualTo(37);
        assertThat(stats.upstreamRequests()).isEqualTo(37);
        assertThat(origin.stats().requests(RouteClass.BYTE)).isEqualTo(37);
        assertThat(stats.clientBytesReceived())
                .isEqualTo(
                        37L * "GET /byte/100 HTTP/1.1\r\n".length()
                                + 37L * "Host: test\r\n\r\n".length());
    }

    @Test
    void theAdminPortAnswersApartFromTheTraffic() throws IOException {
        client.get("/byte/1");
        try (RawClient admin = RawClient.to(proxy.adminAddress())) {
            assertThat(admin.get("/ready").text()).isEqualTo("ready\n");
            String json = admin.get("/stats").text();
            assertThat(json).contains("\"requests\":1,").contains("\"responses_2xx\":1,");
            assertThat(json).contains("\"errors\":{\"bad_request\":0,");
            assertThat(admin.get("/other").status()).isEqualTo(404);
            admin.send("DELETE /stats HTTP/1.1\r\nHost: h\r\n\r\n");
            assertThat(admin.read().status()).isEqualTo(405);
        }
        assertThat(proxy.stats().requests()).isEqualTo(1);
    }

    @Test
    void severalThreadsShareThePort() throws IOException {
        try (Minivoy wide =
                Minivoy.start(ProxyOptions.to(origin.address()).withLoop(loop).withThreads(2))) {
            for (int i = 0; i < 20; i++) {
                try (RawClient other = RawClient.to(wide.address())) {
                    assertContent(other.get("/byte/20"), 20);
                }
            }
            assertThat(wide.stats().requests()).isEqualTo(20);
        }
    }

    @Test
    void aProcessSaysWhereItListensAndEndsWithItsInput() throws Exception {
        ByteArrayOutputStream output = new ByteArrayOutputStream();
        Minivoy.run(
                ProxyOptions.to(origin.address()).withLoop(loop).withExitOnStdinEof(true),
                InputStream.nullInputStream(),
                new PrintStream(output, true, StandardCharsets.UTF_8));
        assertThat(output.toString(StandardCharsets.UTF_8))
                .matches("listening on 127\\.0\\.0\\.1:[0-9]+, admin on 127\\.0\\.0\\.1:[0-9]+\n");
    }

    private void send(String text) {
        try {
            client.send(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A vertical bar stands for CR LF. */
    private static String bars(String text) {
        return text.replace("|", "\r\n");
    }
}

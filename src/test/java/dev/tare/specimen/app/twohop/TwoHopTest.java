package dev.tare.specimen.app.twohop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import dev.tare.io.net.LoopOptions;
import dev.tare.specimen.Eventually;
import dev.tare.specimen.RawClient;
import dev.tare.specimen.RawResponse;
import dev.tare.specimen.ScriptedServer;
import dev.tare.specimen.app.http.HttpServer;
import dev.tare.specimen.app.http.HttpServerOptions;
import dev.tare.specimen.origin.Origin;
import dev.tare.specimen.origin.OriginOptions;
import dev.tare.testing.SocketTest;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

@SocketTest
@Timeout(60)
@ParameterizedClass
@MethodSource("dev.tare.specimen.BackEnds#all")
final class TwoHopTest {
    private static final long PATIENCE_NS = 200_000_000L;

    @Parameter LoopOptions loop = LoopOptions.standard();

    private HttpServer front(TwoHop.Behind behind) throws IOException {
        return TwoHop.start(
                HttpServerOptions.standard("twohop").withMaxBodyBytes(0).withLoop(loop), behind);
    }

    private HttpServer front(InetSocketAddress second) throws IOException {
        return front(TwoHop.Behind.of(second));
    }

    private Origin origin() throws IOException {
        return Origin.start(OriginOptions.standard().withLoop(loop));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 100, 102_400, 1_000_000, 5_000_000})
    void theFrontAnswersWithTheBytesOfTheSecondService(int bytes) throws IOException {
        try (Origin second = origin();
                HttpServer front = front(second.address());
                RawClient client = RawClient.to(front.address());
                RawClient direct = RawClient.to(second.address())) {
            RawResponse answer = client.get("/byte/" + bytes);
            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.field("content-type")).isEqualTo("application/octet-stream");
            assertThat(answer.text()).isEqualTo(direct.get("/bytes/" + bytes).text());
            assertThat(answer.body()).hasSize(bytes);
        }
    }

    @ParameterizedTest
    @CsvSource({"100, 100", "102400, 102400", "102401, 102400", "1000000, 102400"})
    void httpbinsLimitHoldsWhereItIsAskedFor(int asked, int got) throws IOException {
        try (Origin second = origin();
                HttpServer front = front(TwoHop.Behind.of(second.address()).asHttpbin());
                RawClient client = RawClient.to(front.address())) {
            assertThat(client.get("/byte/" + asked).body()).hasSize(got);
        }
    }

    @Test
    void theConnectionToTheSecondServiceIsUsedAgain() throws IOException {
        try (Origin second = origin();
                HttpServer front = front(second.address());
                RawClient client = RawClient.to(front.address())) {
            for (int i = 0; i < 50; i++) {
                assertThat(client.get("/byte/100").status()).isEqualTo(200);
            }
            try (RawClient other = RawClient.to(second.address())) {
                assertThat(other.get("/stats").text()).contains("\"connections_accepted\":2");
            }
        }
    }

    @Test
    void aConnectionThatTheSecondServiceHasGivenUpIsReplacedUnseen() throws IOException {
        OriginOptions closing = OriginOptions.standard().withLoop(loop).withCloseAfter(1);
        String answer = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";
        try (ScriptedServer second =
                        new ScriptedServer((peer, _) -> {
                            // It promises to keep the connection, and does not.
                            peer.readHeadText();
                            peer.send(answer);
                        });
                HttpServer front = front(second.address());
                RawClient client = RawClient.to(front.address())) {
            for (int i = 0; i < 20; i++) {
                assertThat(client.get("/byte/2").text()).isEqualTo("ok");
            }
        }
        try (Origin second = Origin.start(closing);
                HttpServer front = front(second.address());
                RawClient client = RawClient.to(front.address())) {
            for (int i = 0; i < 20; i++) {
                assertThat(client.get("/byte/100").status()).isEqualTo(200);
            }
        }
    }

    @Test
    void headIsPassedOnAsHead() throws IOException {
        try (Origin second = origin();
                HttpServer front = front(second.address());
                RawClient client = RawClient.to(front.address())) {
            client.send("HEAD /byte/1000000 HTTP/1.1\r\nHost: h\r\n\r\n");
            assertThat(client.readHeadOnly().field("content-length")).isEqualTo("1000000");
            assertThat(client.get("/byte/1").status()).isEqualTo(200);
        }
    }

    @Test
    void aSlowClientIsWaitedForAndGetsAll() throws Exception {
        int bytes = 20_000_000;
        try (Origin second = origin();
                HttpServer front =
                        front(TwoHop.Behind.of(second.address()).withTimeoutNs(PATIENCE_NS));
                RawClient client = RawClient.to(front.address(), 4096)) {
            client.send("GET /byte/" + bytes + " HTTP/1.1\r\nHost: h\r\n\r\n");
            Thread.sleep(2 * PATIENCE_NS / 1_000_000);
            assertThat(client.read().body()).hasSize(bytes);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/byte/", "/byte/x", "/byte/-1", "/byte/1234567890123", "/byte/1/2"})
    void whatIsNoNumberIsRefused(String target) throws IOException {
        try (Origin second = origin();
                HttpServer front = front(second.address());
                RawClient client = RawClient.to(front.address())) {
            assertThat(client.get(target).status()).isEqualTo(400);
            assertThat(client.get("/ready").text()).isEqualTo("ready\n");
        }
    }

    @Test
    void otherPathsAndMethodsAreRefused() throws IOException {
        try (Origin second = origin();
                HttpServer front = front(second.address());
                RawClient client = RawClient.to(front.address())) {
            assertThat(client.get("/bytes/1").status()).isEqualTo(404);
            client.send("POST /byte/1 HTTP/1.1\r\nHost: h\r\nContent-Length: 0\r\n\r\n");
            RawResponse refused = client.read();
            assertThat(refused.status()).isEqualTo(405);
            assertThat(refused.field("allow")).isEqualTo("GET, HEAD");
        }
    }

    @Test
    void theErrorOfTheSecondServiceIsPassedOn() throws IOException {
        String error =
                "HTTP/1.1 503 Busy\r\nContent-Type: text/plain\r\nContent-Length: 4\r\n\r\nbusy";
        try (ScriptedServer second = ScriptedServer.answering(error);
                HttpServer front = front(second.address());
                RawClient client = RawClient.to(front.address())) {
            RawResponse answer = client.get("/byte/100");
            assertThat(answer.status()).isEqualTo(503);
            assertThat(answer.text()).isEqualTo("busy");
        }
    }

    @Test
    void aSecondServiceThatIsNotThereIsABadGateway() throws IOException {
        InetSocketAddress nobody;
        try (ServerSocket socket = new ServerSocket(0)) {
            nobody = new InetSocketAddress(InetAddress.getLoopbackAddress(), socket.getLocalPort());
        }
        try (HttpServer front = front(nobody);
                RawClient client = RawClient.to(front.address())) {
            assertThat(client.get("/byte/100").status()).isEqualTo(502);
            assertThat(client.get("/metrics").text())
                    .contains("twohop_requests_total 1\n")
                    .contains("twohop_call_failures_total{reason=\"not_connected\"} 1\n");
        }
    }

    @Test
    void aSecondServiceThatDoesNotAnswerIsAGatewayTimeout() throws IOException {
        try (ScriptedServer second = new ScriptedServer((peer, _) -> peer.exactly(1 << 20));
                HttpServer front =
                        front(TwoHop.Behind.of(second.address()).withTimeoutNs(PATIENCE_NS));
                RawClient client = RawClient.to(front.address())) {
            assertThat(client.get("/byte/100").status()).isEqualTo(504);
        }
    }

    @Test
    void whatIsNoAnswerIsABadGateway() throws IOException {
        try (ScriptedServer second = ScriptedServer.answering("nonsense\r\n\r\n");
                HttpServer front = front(second.address());
                RawClient client = RawClient.to(front.address())) {
            assertThat(client.get("/byte/100").status()).isEqualTo(502);
        }
    }

    @Test
    void anAnswerThatBreaksOffIsSeenToBreakOff() throws IOException {
        String half = "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf";
        try (ScriptedServer second =
                        new ScriptedServer((peer, _) -> {
                            peer.readHeadText();
                            peer.send(half);
                        });
                HttpServer front = front(second.address());
                RawClient client = RawClient.to(front.address())) {
            assertThatIOException().isThrownBy(() -> client.get("/byte/100"));
        }
    }

    @Test
    void aClientThatLeavesTakesItsCallWithIt() throws Exception {
        try (ScriptedServer second =
                        new ScriptedServer((peer, _) -> {
                            peer.readHeadText();
                            peer.send("HTTP/1.1 200 OK\r\nContent-Length: 999999999\r\n\r\n");
                            byte[] piece = new byte[64 * 1024];
                            while (true) {
                                peer.send(piece);
                            }
                        });
                HttpServer front = front(second.address())) {
            RawClient client = RawClient.to(front.address());
            client.send("GET /byte/999999999 HTTP/1.1\r\nHost: h\r\n\r\n").exactly(1_000_000);
            client.close();
            try (RawClient other = RawClient.to(front.address())) {
                Eventually.holds(() -> metric(other).contains("twohop_clients_gone_total 1\n"));
            }
        }
    }

    private static String metric(RawClient client) {
        try {
            return client.get("/metrics").text();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}

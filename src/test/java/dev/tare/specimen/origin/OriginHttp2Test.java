package dev.tare.specimen.origin;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tare.base.core.RequestSpec;
import dev.tare.io.net.LoopOptions;
import dev.tare.io.wire.http2.Http2TestClient;
import dev.tare.io.wire.http2.Http2TestClient.Exchange;
import dev.tare.specimen.PeerProcess;
import dev.tare.specimen.RawClient;
import dev.tare.testing.PeerTest;
import dev.tare.testing.SocketTest;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** The origin's routes over HTTP/2, asked by our client and by those of others. */
@SocketTest
@Timeout(60)
@ParameterizedClass
@MethodSource("dev.tare.specimen.BackEnds#all")
final class OriginHttp2Test {
    @Parameter LoopOptions loop = LoopOptions.standard();

    private Origin origin;

    @SuppressWarnings("NullAway.Init")
    OriginHttp2Test() {}

    @BeforeEach
    void start() throws IOException {
        origin = Origin.start(OriginOptions.standard().withLoop(loop));
    }

    @AfterEach
    void stop() {
        origin.close();
    }

    private String url(String path) {
        return "http://127.0.0.1:" + origin.address().getPort() + path;
    }

    private static byte[] content(int length) {
        byte[] content = new byte[length];
        for (int i = 0; i < length; i++) {
            content[i] = Content.byteAt(i);
        }
        return content;
    }

    @Test
    void bytesAreExactlyThoseAskedFor() throws IOException {
        try (Http2TestClient client = new Http2TestClient(origin.address())) {
            int[] lengths = {0, 1, 100, 16_384, 262_145, 5_000_000};
            List<RequestSpec> requests = new ArrayList<>();
            for (int length : lengths) {
                requests.add(RequestSpec.get("/byte/" + length));
                requests.add(RequestSpec.get("/chunked/" + length));
            }
            List<Exchange> answers = client.exchange(requests);
            for (int i = 0; i < answers.size(); i++) {
                assertThat(answers.get(i).end()).isEqualTo("whole");
                assertThat(answers.get(i).status()).isEqualTo(200);
                assertThat(answers.get(i).body()).isEqualTo(content(lengths[i / 2]));
            }
        }
        assertThat(origin.stats().requests(RouteClass.BYTE)).isEqualTo(6);
        assertThat(origin.stats().requests(RouteClass.CHUNKED)).isEqualTo(6);
    }

    @Test
    void everyRouteAnswersAsOverHttp1() throws IOException {
        try (Http2TestClient client = new Http2TestClient(origin.address())) {
            assertThat(client.get("/status/503", 1).getFirst().status()).isEqualTo(503);
            assertThat(client.get("/status/204", 1).getFirst().body()).isEmpty();
            assertThat(client.get("/byte/x", 1).getFirst().status()).isEqualTo(400);
            assertThat(client.get("/none", 1).getFirst().status()).isEqualTo(404);
            assertThat(client.get("/echo", 1).getFirst().fields()).contains("allow: POST, PUT");
            assertThat(Http2TestClient.text(client.get("/ready", 1).getFirst()))
                    .isEqualTo("ready\n");
            assertThat(Http2TestClient.text(client.get("/error-in-200", 1).getFirst()))
                    .contains("error_in_200");
            assertThat(Http2TestClient.text(client.get("/stall?for=1ms", 1).getFirst()))
                    .contains("1000000");
            assertThat(client.get("/stats", 1).getFirst().fields()).contains("application/json");
        }
        assertThat(origin.stats().stalls()).isEqualTo(1);
    }

    @Test
    void bodiesAreEchoedWhileTheyArriveAndAfterADelay() throws IOException {
        String large = "abcdefg".repeat(300_000);
        try (Http2TestClient client = new Http2TestClient(origin.address())) {
            RequestSpec post = new RequestSpec("POST", "/echo", List.of(), large);
            RequestSpec empty = new RequestSpec("PUT", "/echo", List.of(), "");
            RequestSpec late = new RequestSpec("POST", "/echo?delay=20ms", List.of(), "late");
            RequestSpec tooLarge = new RequestSpec("POST", "/echo?delay=1ms", List.of(), large);
            List<Exchange> answers =
                    client.exchange(List.of(post, empty, late, tooLarge, post, post));
            for (int i : new int[] {0, 4, 5}) {
                assertThat(answers.get(i).end()).isEqualTo("whole");
                assertThat(answers.get(i).body()).isEqualTo(large.getBytes(ISO_8859_1));
            }
            assertThat(answers.get(1).body()).isEmpty();
            assertThat(Http2TestClient.text(answers.get(2))).isEqualTo("late");
            assertThat(answers.get(3).status()).isEqualTo(413);
        }
    }

    @Test
    void aConnectionMayBeClosedAfterAnAnswer() throws IOException {
        try (Socket socket =
                new Socket(origin.address().getAddress(), origin.address().getPort())) {
            socket.setSoTimeout(20_000);
            // Preface in two pieces, SETTINGS, GET /close/0 with a literal path.
            socket.getOutputStream().write("PR".getBytes(ISO_8859_1));
            socket.getOutputStream().flush();
            String rest = "I * HTTP/2.0\r\n\r\nSM\r\n\r\n\0\0\0\4\0\0\0\0\0";
            String headers = "\0\0\14\1\5\0\0\0\1\u0082\u0086\4\u0008/close/0";
            socket.getOutputStream().write((rest + headers).getBytes(ISO_8859_1));
            InputStream input = socket.getInputStream();
            assertThat(new String(input.readAllBytes(), ISO_8859_1)).contains("\7\0\0\0\0\0");
        }
        assertThat(origin.stats().requests(RouteClass.CLOSE)).isEqualTo(1);
    }

    @Test
    void http1IsStillSpokenWhateverThePieces() throws IOException {
        try (RawClient client = RawClient.to(origin.address())) {
            client.send("P");
            client.send("OST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\nhi");
            assertThat(client.read().body()).isEqualTo("hi".getBytes(ISO_8859_1));
        }
    }

    @Test
    @PeerTest("h2load")
    void h2loadSeesNoErrorAndCountsWhatTheOriginCounts() throws Exception {
        String output =
                PeerProcess.run("h2load", "-n", "5000", "-c", "4", "-m", "100", url("/byte/100"));
        assertThat(output).contains("5000 succeeded, 0 failed, 0 errored, 0 timeout");
        assertThat(output).contains("5000 2xx").contains("(500000) data");
        assertThat(origin.stats().requests(RouteClass.BYTE)).isEqualTo(5000);
        String many =
                PeerProcess.run(
                        "h2load", "-n", "3000", "-c", "1", "-m", "3000", url("/byte/9?delay=9ms"));
        assertThat(many).contains("3000 succeeded");
    }

    @Test
    @PeerTest("curl")
    void curlGetsWhatItAsksFor() throws Exception {
        String answer =
                PeerProcess.run("curl", "-sS", "-i", "--http2-prior-knowledge", url("/status/418"));
        assertThat(answer).startsWith("HTTP/2 418").endsWith("status 418\n");
        String head =
                PeerProcess.run("curl", "-sS", "-I", "--http2-prior-knowledge", url("/byte/42"));
        assertThat(head).startsWith("HTTP/2 200").contains("content-length: 42");
        String echoed =
                PeerProcess.run(
                        "curl", "-sS", "--http2-prior-knowledge", "-d", "hello", url("/echo"));
        assertThat(echoed).isEqualTo("hello");
    }
}

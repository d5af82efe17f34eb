package dev.tare.specimen.app.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.tare.io.net.LoopOptions;
import dev.tare.specimen.RawClient;
import dev.tare.specimen.RawResponse;
import dev.tare.testing.SocketTest;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.net.Socket;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

@SocketTest
@Timeout(60)
@ParameterizedClass
@MethodSource("dev.tare.specimen.BackEnds#all")
final class HttpServerTest {
    private static final int MAX_BODY_BYTES = 1000;
    private static final int LONG_BYTES = 8 << 20;

    @Parameter LoopOptions loop = LoopOptions.standard();

    private final CountDownLatch gone = new CountDownLatch(1);
    private HttpServer server;
    private RawClient client;

    @SuppressWarnings("NullAway.Init")
    HttpServerTest() {}

    @BeforeEach
    void start() throws IOException {
        HttpServerOptions options =
                HttpServerOptions.standard("test").withMaxBodyBytes(MAX_BODY_BYTES).withLoop(loop);
        server = HttpServer.start(options, of -> (request, reply) -> serve(of, request, reply));
        client = RawClient.to(server.address());
    }

    @AfterEach
    void stop() throws IOException {
        client.close();
        server.close();
    }

    private void serve(ServerLoop on, HttpRequest request, HttpReply reply) {
        switch (request.path()) {
            case "/told" ->
                    reply.send(
                            200,
                            "text/plain",
                            (request.method()
                                            + "|"
                                            + request.query()
                                            + "|"
                                            + request.field("X-Word").orElse("-")
                                            + "|"
                                            + request.text())
                                    .getBytes(UTF_8));
            case "/later" ->
                    Thread.startVirtualThread(
                            () -> on.execute(() -> reply.send(200, "", "later".getBytes(UTF_8))));
            case "/long" -> {
                reply.begin(200, "", LONG_BYTES);
                reply.write(Arena.ofAuto().allocate(LONG_BYTES), 0, LONG_BYTES);
                reply.end();
            }
            case "/pieces" -> {
                reply.begin(200, "text/plain", HttpReply.UNKNOWN_LENGTH);
                for (String piece : new String[] {"one ", "two ", "three"}) {
                    MemorySegment bytes = Native.copyOf(piece.getBytes(UTF_8));
                    reply.write(bytes, 0, (int) bytes.byteSize());
                }
                reply.end();
            }
            case "/cut" -> {
                reply.begin(200, "text/plain", 100);
                reply.write(Native.copyOf("half".getBytes(UTF_8)), 0, 4);
                on.events().defer(reply::abort);
            }
            case "/never" ->
                    reply.listen(
                            new HttpReply.Listener() {
                                @Override
                                public void onDrained() {}

                                @Override
                                public void onGone() {
                                    gone.countDown();
                                }
                            });
            case "/nothing" -> reply.send(204, "", new byte[0]);
            default -> reply.send(404, "text/plain", request.path().getBytes(UTF_8));
        }
    }

    @Test
    void aRequestIsToldWithItsQueryFieldsAndBody() throws IOException {
        client.send(
                "POST /told?a=b HTTP/1.1\r\nHost: h\r\nx-wOrD: yes\r\nContent-Length: 4\r\n\r\nbody");
        assertThat(client.read().text()).isEqualTo("POST|a=b|yes|body");
    }

    @Test
    void aHeadIsKnownYetWhenItsBodyComesLater() throws Exception {
        client.send(
                "POST /told?a=b HTTP/1.1\r\nHost: h\r\nX-Word: yes\r\nContent-Length: 8\r\n\r\n");
        Thread.sleep(20);
        client.send("body");
        Thread.sleep(20);
        client.send("more");
        assertThat(client.read().text()).isEqualTo("POST|a=b|yes|bodymore");
    }

    @Test
    void aChunkedBodyIsTakenOutOfItsFraming() throws IOException {
        client.send("POST /told HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n");
        client.send("3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n");
        assertThat(client.read().text()).isEqualTo("POST||-|abcde");
    }

    @Test
    void anAbsoluteTargetIsServedByItsPath() throws IOException {
        assertThat(client.get("http://elsewhere/told?q").text()).isEqualTo("GET|q|-|");
        assertThat(client.get("http://elsewhere").text()).isEqualTo("/");
    }

    @Test
    void pipelinedRequestsAreAnsweredInTheirOrder() throws IOException {
        StringBuilder many = new StringBuilder();
        for (int i = 0; i < 500; i++) {
            String path = i % 3 == 0 ? "/later" : "/told";
            many.append("GET ").append(path).append('?').append(i);
            many.append(" HTTP/1.1\r\nHost: h\r\n\r\n");
        }
        client.send(many.toString());
        for (int i = 0; i < 500; i++) {
            String expected = i % 3 == 0 ? "later" : "GET|" + i + "|-|";
            assertThat(client.read().text()).isEqualTo(expected);
        }
    }

    @Test
    void aLongAnswerArrivesWholeAndTheConnectionGoesOn() throws IOException {
        RawResponse answer = client.get("/long");
        assertThat(answer.body()).hasSize(LONG_BYTES);
        assertThat(client.get("/told").status()).isEqualTo(200);
    }

    @Test
    void anAnswerOfUnknownLengthIsChunkedAndLastsUntilTheEndForHttp10() throws IOException {
        assertThat(client.get("/pieces").text()).isEqualTo("one two three");
        assertThat(client.get("/told").status()).isEqualTo(200);
        client.send("GET /pieces HTTP/1.0\r\nConnection: keep-alive\r\n\r\n");
        RawResponse old = client.read();
        assertThat(old.text()).isEqualTo("one two three");
        assertThat(old.field("connection")).isEqualTo("close");
    }

    @Test
    void headIsAnsweredWithoutItsBody() throws IOException {
        client.send("HEAD /told HTTP/1.1\r\nHost: h\r\n\r\n");
        assertThat(client.readHeadOnly().field("content-length")).isEqualTo("8");
        client.send("HEAD /pieces HTTP/1.1\r\nHost: h\r\n\r\n");
        assertThat(client.readHeadOnly().field("transfer-encoding")).isEqualTo("chunked");
        assertThat(client.get("/nothing").status()).isEqualTo(204);
        assertThat(client.get("/told").status()).isEqualTo(200);
    }

    @Test
    void anAnswerThatCannotBeFinishedIsCutOff() throws IOException {
        client.send("GET /cut HTTP/1.1\r\nHost: h\r\n\r\n");
        assertThatIOException().isThrownBy(client::read);
    }

    @Test
    void aServiceIsToldThatItsClientIsGone() throws Exception {
        try (Socket socket =
                new Socket(server.address().getAddress(), server.address().getPort())) {
            socket.getOutputStream()
                    .write("GET /never HTTP/1.1\r\nHost: h\r\n\r\n".getBytes(UTF_8));
            // Without it a closed socket says FIN, after which a client may still want its answer.
            socket.setSoLinger(true, 0);
            client.get("/told");
        }
        assertThat(gone.await(30, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void aBodyThatIsTooLongIsRefusedByItsLengthAndByItsChunks() throws IOException {
        client.send("POST /told HTTP/1.1\r\nHost: h\r\nContent-Length: 1001\r\n\r\n");
        RawResponse refused = client.read();
        assertThat(refused.status()).isEqualTo(413);
        assertThat(refused.field("connection")).isEqualTo("close");
        try (RawClient other = RawClient.to(server.address())) {
            other.send("POST /told HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n");
            other.send("3e9\r\n" + "x".repeat(1001) + "\r\n");
            assertThat(other.read().status()).isEqualTo(413);
        }
    }

    @Test
    void whoeverExpectsAContinueGetsIt() throws IOException {
        client.send("POST /told HTTP/1.1\r\nHost: h\r\nContent-Length: 2\r\n");
        client.send("Expect: 100-continue\r\n\r\n");
        assertThat(client.read().status()).isEqualTo(100);
        client.send("ok");
        assertThat(client.read().text()).isEqualTo("POST||-|ok");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET / HTTP/1.1\r\nHost: h\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n",
                "GET /\r\n\r\n",
                "nonsense\r\n\r\n",
                "POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\nxyz\r\n"
            })
    void whatIsNoRequestIsRefusedAndTheConnectionEnds(String bytes) throws IOException {
        client.send(bytes);
        assertThat(client.read().status()).isEqualTo(400);
        client.shutdownOutput();
        assertThat(client.isClosedWithoutMore()).isTrue();
    }

    @Test
    void severalThreadsShareThePort() throws IOException {
        HttpServerOptions options =
                HttpServerOptions.standard("shared").withThreads(3).withLoop(loop);
        try (HttpServer shared =
                HttpServer.start(options, of -> (request, reply) -> serve(of, request, reply))) {
            for (int i = 0; i < 20; i++) {
                try (RawClient one = RawClient.to(shared.address())) {
                    assertThat(one.get("/told").status()).isEqualTo(200);
                }
            }
        }
    }

    @Test
    void optionsOutOfRangeAreNamed() {
        HttpServerOptions options = HttpServerOptions.standard("test");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> options.withThreads(0))
                .withMessage("threads: 0 must be 1 to 256");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> options.withMaxBodyBytes(-1))
                .withMessageStartingWith("bytes of a body: -1");
    }
}

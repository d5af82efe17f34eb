package dev.tare.specimen.app.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tare.io.net.Connection;
import dev.tare.io.net.ConnectionHandler;
import dev.tare.io.net.EventLoop;
import dev.tare.io.net.IoFailure;
import dev.tare.io.net.LoopOptions;
import dev.tare.specimen.Eventually;
import dev.tare.specimen.RawClient;
import dev.tare.testing.SocketTest;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** A service takes a connection over. */
@SocketTest
@Timeout(60)
@ParameterizedClass
@MethodSource("dev.tare.specimen.BackEnds#all")
final class HttpUpgradeTest {
    private static final String UPGRADE = "Upgrade: echo\r\nConnection: Upgrade\r\n";
    private static final String REQUEST = "GET /now HTTP/1.1\r\nHost: h\r\n" + UPGRADE + "\r\n";

    @Parameter LoopOptions loop = LoopOptions.standard();

    private final AtomicInteger ended = new AtomicInteger();
    private HttpServer server;
    private RawClient client;

    @SuppressWarnings("NullAway.Init")
    HttpUpgradeTest() {}

    @BeforeEach
    void start() throws IOException {
        HttpServerOptions options = HttpServerOptions.standard("test").withLoop(loop);
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
            case "/now" -> reply.upgrade(UPGRADE, _ -> new Echo(ended));
            case "/later" ->
                    Thread.startVirtualThread(
                            () -> on.execute(() -> reply.upgrade(UPGRADE, _ -> new Echo(ended))));
            default -> reply.send(404, "text/plain", request.path().getBytes(ISO_8859_1));
        }
    }

    /** Sends back what comes, and closes when the client does. */
    private record Echo(AtomicInteger ended) implements ConnectionHandler {
        @Override
        public void onConnected(Connection connection) {}

        @Override
        public void onData(Connection connection, MemorySegment buffer, long offset, int length) {
            assertThat(offset).isGreaterThanOrEqualTo(EventLoop.HEADROOM_BYTES);
            assertThat(connection.send(buffer, offset, length)).isEqualTo(length);
        }

        @Override
        public void onWritable(Connection connection) {}

        @Override
        public void onEnd(Connection connection) {
            ended.incrementAndGet();
            connection.close();
        }

        @Override
        public void onFailure(Connection connection, IoFailure failure) {
            ended.incrementAndGet();
        }
    }

    @Test
    void theNewOwnerHasTheConnectionFromThe101On() throws IOException {
        String head = client.send(REQUEST).readHeadText();
        assertThat(head).startsWith("HTTP/1.1 101 Switching Protocols").contains("Upgrade: echo");
        assertThat(head.toLowerCase(Locale.ROOT)).doesNotContain("content-length");
        client.send("hello");
        assertThat(new String(client.exactly(5), ISO_8859_1)).isEqualTo("hello");
    }

    @Test
    void whatStandsBehindTheRequestIsTheNewOwners() throws IOException {
        client.send(REQUEST + "GET / HTTP/1.1\r\n");
        client.readHeadText();
        assertThat(new String(client.exactly(16), ISO_8859_1)).isEqualTo("GET / HTTP/1.1\r\n");
    }

    @Test
    void anUpgradeMayComeLater() throws Exception {
        client.send(REQUEST.replace("/now", "/later") + "early");
        client.shutdownOutput();
        client.readHeadText();
        assertThat(new String(client.exactly(5), ISO_8859_1)).isEqualTo("early");
        assertThat(client.isClosedWithoutMore()).isTrue();
        assertThat(ended).hasValue(1);
    }

    @Test
    void requestsBeforeItAreAnsweredFirst() throws IOException {
        client.send("GET /first HTTP/1.1\r\nHost: h\r\n\r\n" + REQUEST + "after");
        assertThat(client.read().text()).isEqualTo("/first");
        assertThat(client.readHeadText()).startsWith("HTTP/1.1 101");
        assertThat(new String(client.exactly(5), ISO_8859_1)).isEqualTo("after");
    }

    @Test
    void theEndIsToldToTheNewOwnerOnce() throws Exception {
        client.send(REQUEST).readHeadText();
        client.shutdownOutput();
        assertThat(client.isClosedWithoutMore()).isTrue();
        Eventually.holds(() -> ended.get() > 0);
        assertThat(ended).hasValue(1);
    }

    @Test
    void otherConnectionsGoOn() throws IOException {
        client.send(REQUEST).readHeadText();
        try (RawClient other = RawClient.to(server.address())) {
            assertThat(other.get("/x").status()).isEqualTo(404);
        }
    }
}

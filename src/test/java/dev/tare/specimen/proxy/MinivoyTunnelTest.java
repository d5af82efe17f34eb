package dev.tare.specimen.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tare.io.net.LoopOptions;
import dev.tare.specimen.RawClient;
import dev.tare.specimen.RawResponse;
import dev.tare.specimen.ScriptedServer;
import dev.tare.specimen.proxy.count.ProxyError;
import dev.tare.specimen.proxy.count.ProxyStats;
import dev.tare.specimen.proxy.setup.ProxyOptions;
import dev.tare.testing.SocketTest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** WebSocket through minivoy: after the switch bytes pass as they are, both ways. */
@SocketTest
@Timeout(60)
@ParameterizedClass
@MethodSource("dev.tare.specimen.BackEnds#all")
final class MinivoyTunnelTest {
    private static final String ASK =
            "GET /chat HTTP/1.1\r\nHost: h\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n";
    private static final String AGREE =
            "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n";

    @Parameter LoopOptions loop = LoopOptions.standard();

    private final BlockingQueue<String> heard = new LinkedBlockingQueue<>();
    private @Nullable ScriptedServer server;
    private @Nullable Minivoy proxy;

    private RawClient to(ScriptedServer.Script script) throws IOException {
        ScriptedServer started = new ScriptedServer(script);
        server = started;
        Minivoy minivoy = Minivoy.start(ProxyOptions.to(started.address()).withLoop(loop));
        proxy = minivoy;
        return RawClient.to(minivoy.address());
    }

    private ProxyStats stats() {
        if (proxy == null) {
            throw new IllegalStateException("not started");
        }
        return proxy.stats();
    }

    @AfterEach
    void stop() throws IOException {
        if (proxy != null) {
            proxy.close();
        }
        if (server != null) {
            server.close();
        }
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }

    @Test
    void bytesPassBothWaysUntilBothHaveEnded() throws Exception {
        try (RawClient client =
                to((connection, number) -> {
                    heard.add(connection.readHeadText());
                    connection.send(AGREE + "first");
                    heard.add(text(connection.exactly(6)));
                    connection.send("second");
                    connection.shutdownOutput();
                    heard.add(text(connection.exactly(4)));
                    heard.add("end " + connection.isClosedWithoutMore());
                })) {
            client.send(ASK);
            RawResponse response = client.readHeadOnly();
            assertThat(response.status()).isEqualTo(101);
            assertThat(response.field("upgrade")).isEqualTo("websocket");
            assertThat(response.field("connection")).isEqualToIgnoringCase("upgrade");
            assertThat(text(client.exactly(5))).isEqualTo("first");
            client.send("hello!");
            assertThat(text(client.exactly(6))).isEqualTo("second");
            assertThat(client.isClosedWithoutMore()).isTrue();
            client.send("last");
            client.shutdownOutput();
            assertThat(heard.poll(20, TimeUnit.SECONDS))
                    .contains("Upgrade: websocket", "Connection: Upgrade");
            assertThat(heard.poll(20, TimeUnit.SECONDS)).isEqualTo("hello!");
            assertThat(heard.poll(20, TimeUnit.SECONDS)).isEqualTo("last");
            assertThat(heard.poll(20, TimeUnit.SECONDS)).isEqualTo("end true");
            ProxyStats stats = stats();
            assertThat(stats.json()).contains("\"tunnels\":1");
            assertThat(stats.responses(1)).isEqualTo(1);
            assertThat(stats.errors()).isZero();
        }
    }

    @Test
    void manyBytesPassWholeBothWaysAtOnce() throws Exception {
        byte[] bytes = new byte[5_000_000];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) (i * 31 + (i >> 9));
        }
        try (RawClient client =
                to((connection, number) -> {
                    connection.readHeadText();
                    connection.send(AGREE);
                    Thread.ofVirtual().start(() -> send(connection, bytes));
                    heard.add("" + same(connection.exactly(bytes.length), bytes));
                    heard.add("end " + connection.isClosedWithoutMore());
                })) {
            client.send(ASK);
            client.readHeadOnly();
            Thread sender = Thread.ofVirtual().start(() -> send(client, bytes));
            assertThat(same(client.exactly(bytes.length), bytes)).isTrue();
            sender.join();
            assertThat(heard.poll(20, TimeUnit.SECONDS)).isEqualTo("true");
            client.shutdownOutput();
            assertThat(heard.poll(20, TimeUnit.SECONDS)).isEqualTo("end true");
        }
    }

    private static boolean same(byte[] one, byte[] other) {
        return Arrays.equals(one, other);
    }

    private static void send(RawClient to, byte[] bytes) {
        try {
            to.send(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void aRefusalIsAnAnswerLikeAnyOther() throws Exception {
        try (RawClient client =
                to((connection, number) -> {
                    while (true) {
                        connection.readHeadText();
                        connection.send("HTTP/1.1 403 No\r\nContent-Length: 2\r\n\r\nno");
                    }
                })) {
            for (int i = 0; i < 2; i++) {
                client.send(ASK);
                RawResponse response = client.read();
                assertThat(response.status()).isEqualTo(403);
                assertThat(response.text()).isEqualTo("no");
            }
            assertThat(stats().upstreamReuses()).isEqualTo(1);
        }
    }

    @Test
    void aSwitchThatNobodyAskedForIsNoAnswer() throws Exception {
        try (RawClient client =
                to((connection, number) -> {
                    connection.readHeadText();
                    connection.send(AGREE);
                })) {
            client.send(ASK.replace("websocket", "h2c"));
            assertThat(client.read().status()).isEqualTo(502);
            assertThat(stats().errors(ProxyError.UPSTREAM_MALFORMED)).isEqualTo(1);
        }
    }

    @Test
    void aSideThatBreaksTakesTheOtherWithIt() throws Exception {
        try (RawClient client =
                to((connection, number) -> {
                    connection.readHeadText();
                    connection.send(AGREE);
                    heard.add("end " + connection.isClosedWithoutMore());
                })) {
            client.send(ASK);
            client.readHeadOnly();
            client.shutdownOutput();
            assertThat(heard.poll(20, TimeUnit.SECONDS)).isEqualTo("end true");
            assertThat(client.isClosedWithoutMore()).isTrue();
        }
    }
}

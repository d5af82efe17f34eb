package dev.tare.view.cli.serve;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tare.specimen.Eventually;
import dev.tare.specimen.RawClient;
import dev.tare.testing.SocketTest;
import dev.tare.view.cli.CommandFixture;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code tare app wamp} as people start it: processes, which a signal stops. */
@SocketTest
@Timeout(60)
final class WampCommandTest {
    private static final int FORBIDDEN = 403;
    private static final int SWITCHING_PROTOCOLS = 101;
    private static final long LIMIT_SECONDS = 10;

    @TempDir private Path folder = Path.of("");

    private static String call(InetSocketAddress router, String procedure) {
        String body = "{\"procedure\":\"com.example.%s\",\"args\":[13,3]}".formatted(procedure);
        try (RawClient client = RawClient.to(router)) {
            return client.send(
                            "POST /call HTTP/1.1\r\nHost: h\r\nContent-Length: %d\r\n\r\n%s"
                                    .formatted(body.length(), body))
                    .read()
                    .text();
        } catch (IOException e) {
            return e.toString();
        }
    }

    private static int upgrade(InetSocketAddress router, String origin) throws IOException {
        try (RawClient client = RawClient.to(router)) {
            return client.send(
                            """
                            GET /ws HTTP/1.1\r
                            Host: h\r
                            Origin: %s\r
                            Connection: Upgrade\r
                            Upgrade: websocket\r
                            Sec-WebSocket-Version: 13\r
                            Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r
                            Sec-WebSocket-Protocol: wamp.2.json\r
                            \r
                            """
                                    .formatted(origin))
                    .read()
                    .status();
        }
    }

    @Test
    void routerAndCalleesAreProcessesThatASignalStops() throws Exception {
        Path unix = folder.resolve("wamp.sock");
        try (AppProcess router = AppProcess.start(folder, "wamp", "--unix=" + unix)) {
            InetSocketAddress http = router.address();
            assertThat(call(http, "add2")).isEqualTo("{\"args\":[16]}");
            Process callee =
                    CommandFixture.start(
                            Files.createDirectory(folder.resolve("callee")),
                            "app",
                            "wamp",
                            "--role=callee",
                            "--procedures=div2,mul2",
                            "--to=unix:" + unix,
                            "--serializer=msgpack");
            try {
                Eventually.holds(() -> call(http, "div2").equals("{\"args\":[1]}"));
                assertThat(call(http, "mul2")).isEqualTo("{\"args\":[39]}");
                callee.destroy();
                assertThat(callee.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)).isTrue();
            } finally {
                callee.destroyForcibly();
            }
            Eventually.holds(() -> call(http, "div2").contains("no_such_procedure"));
            router.endsAtTerm();
            assertThat(unix).doesNotExist();
        }
    }

    @Test
    void allInOneProcessServesTheFourCalls() throws Exception {
        try (AppProcess all = AppProcess.start(folder, "wamp", "--role=all")) {
            InetSocketAddress http = all.address();
            Eventually.holds(() -> call(http, "sub2").equals("{\"args\":[10]}"));
            Eventually.holds(() -> call(http, "mul2").equals("{\"args\":[39]}"));
            Eventually.holds(() -> call(http, "div2").equals("{\"args\":[1]}"));
            assertThat(call(http, "add2")).isEqualTo("{\"args\":[16]}");
            all.endsAtTerm();
        }
    }

    @Test
    void onlyPagesOfAllowedOriginsMayOpenAWebSocket() throws Exception {
        try (AppProcess router =
                AppProcess.start(folder, "wamp", "--allow-origin=https://example.com")) {
            assertThat(upgrade(router.address(), "https://example.com"))
                    .isEqualTo(SWITCHING_PROTOCOLS);
            assertThat(upgrade(router.address(), "https://example.org")).isEqualTo(FORBIDDEN);
        }
    }
}

package dev.tare.view.cli.serve;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tare.specimen.Eventually;
import dev.tare.specimen.RawClient;
import dev.tare.specimen.ScriptedServer;
import dev.tare.testing.SocketTest;
import dev.tare.view.cli.CommandFixture;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What {@code tare proxy} does at SIGHUP. */
@SocketTest
@Timeout(60)
final class ProxyHangupTest {
    private static final Pattern READY = Pattern.compile("listening on 127\\.0\\.0\\.1:(\\d+)");

    @TempDir private Path folder = Path.of("");

    private String said(String file) {
        try {
            return Files.readString(folder.resolve(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void hangUp(Process process) throws Exception {
        Process kill = new ProcessBuilder("kill", "-HUP", String.valueOf(process.pid())).start();
        assertThat(kill.waitFor()).isZero();
    }

    private static String document(ScriptedServer server, String body) {
        return """
        listeners: [{listen: '127.0.0.1:0'}]
        access_log: {path: access.log}
        filters: [{token_check: {tokens_file: tokens.txt}}]
        routes: [{match: {path: /own}, respond: {body: %s}}, {cluster: a}]
        clusters: [{name: a, endpoints: ['127.0.0.1:%d']}]
        """
                .formatted(body, server.address().getPort());
    }

    private static String ask(RawClient client, String path, String token) throws IOException {
        client.send(
                "GET %s HTTP/1.1\r\nHost: h\r\nAuthorization: Bearer %s\r\n\r\n"
                        .formatted(path, token));
        return client.read().text();
    }

    @Test
    void itTakesUpItsConfigurationTokensAndAccessLogAnew() throws Exception {
        Path config = folder.resolve("m.yaml");
        Path tokens = Files.writeString(folder.resolve("tokens.txt"), "one\n");
        try (ScriptedServer server =
                ScriptedServer.answering("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok")) {
            Files.writeString(config, document(server, "before"));
            Process process =
                    CommandFixture.startHearingHangups(folder, "proxy", "--config", "m.yaml");
            try {
                Eventually.holds(() -> READY.matcher(said("out.txt")).find());
                Matcher ready = READY.matcher(said("out.txt"));
                assertThat(ready.find()).isTrue();
                InetSocketAddress address =
                        new InetSocketAddress(
                                InetAddress.ofLiteral("127.0.0.1"),
                                Integer.parseInt(ready.group(1)));
                try (RawClient client = RawClient.to(address)) {
                    assertThat(ask(client, "/own", "one")).isEqualTo("before");
                    Eventually.holds(() -> said("access.log").contains("/own"));
                    Path moved = folder.resolve("access.log.1");
                    Files.move(folder.resolve("access.log"), moved);
                    Files.writeString(config, document(server, "after"));
                    Files.writeString(tokens, "two\n");
                    hangUp(process);
                    Eventually.holds(() -> said("err.txt").contains("config_changed"));
                    Eventually.holds(() -> Files.exists(folder.resolve("access.log")));
                    assertThat(ask(client, "/own", "two")).isEqualTo("after");
                    assertThat(ask(client, "/", "one")).isEqualTo("401 token_refused\n");
                    assertThat(ask(client, "/", "two")).isEqualTo("ok");
                    Eventually.holds(() -> said("access.log").contains("token_refused"));
                    assertThat(said("access.log.1").lines()).hasSize(1);
                    assertThat(said("err.txt")).contains(" info hangup ");
                    // A broken file leaves what was there, and the process as it is.
                    Files.writeString(config, "routs: []\n");
                    hangUp(process);
                    Eventually.holds(() -> said("err.txt").contains("config_broken"));
                    assertThat(ask(client, "/own", "two")).isEqualTo("after");
                }
                process.destroy();
                assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
                assertThat(process.exitValue()).as("128 + SIGTERM").isEqualTo(143);
            } finally {
                process.destroyForcibly();
            }
        }
    }
}

package dev.tare.specimen.app.wamp;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tare.specimen.PeerProcess;
import dev.tare.specimen.RawClient;
import dev.tare.specimen.RawResponse;
import dev.tare.specimen.app.http.HttpServer;
import dev.tare.specimen.app.http.HttpServerOptions;
import dev.tare.specimen.app.wamp.callee.Arithmetic;
import dev.tare.specimen.app.wamp.client.JoinOptions;
import dev.tare.specimen.app.wamp.serializer.WampSerializer;
import dev.tare.testing.PeerTest;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Our callees at the real router, each over another transport and serializer, and called by its own
 * bridge. It is installed by {@code pip install crossbar}.
 */
@PeerTest("crossbar")
@Timeout(180)
final class CrossbarPeerTest {
    private static final String CONFIGURATION =
            """
            {"version": 2, "controller": {}, "workers": [{
              "type": "router",
              "realms": [{"name": "realm1", "roles": [{"name": "anonymous", "permissions": [{
                "uri": "", "match": "prefix",
                "allow": {"call": true, "register": true, "publish": true, "subscribe": true}}]}]}],
              "transports": [
                {"type": "web",
                 "endpoint": {"type": "tcp", "port": PORT, "interface": "127.0.0.1"},
                 "paths": {"/": {"type": "json", "value": {}},
                   "ws": {"type": "websocket"},
                   "call": {"type": "caller", "realm": "realm1", "role": "anonymous"}}},
                {"type": "rawsocket",
                 "endpoint": {"type": "unix", "path": "PATH"},
                 "serializers": ["cbor", "msgpack", "json"]}]}]}
            """;

    @TempDir Path folder = Path.of("");

    @Test
    void ourCalleesServeItsBridge() throws Exception {
        InetSocketAddress http =
                new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), freePort());
        Path unix = folder.resolve("crossbar.sock");
        Files.writeString(
                folder.resolve("config.json"),
                CONFIGURATION.replace("PORT", "" + http.getPort()).replace("PATH", "" + unix));
        Process crossbar = PeerProcess.start("crossbar", "start", "--cbdir", folder.toString());
        Thread.startVirtualThread(() -> swallow(crossbar));
        BlockingQueue<String> said = new LinkedBlockingQueue<>();
        try (HttpServer callees =
                CalleeServer.start(
                        HttpServerOptions.standard("callee"), groups(http, unix), said::add)) {
            String last = "";
            while (!last.equals("ready")) {
                last = String.valueOf(said.poll(120, TimeUnit.SECONDS));
            }
            try (RawClient asking = RawClient.to(callees.address())) {
                assertThat(asking.get("/ready").status()).isEqualTo(200);
            }
            for (Map.Entry<String, String> each :
                    Map.of("add2", "5", "sub2", "-1", "mul2", "6", "div2", "2").entrySet()) {
                RawResponse answer = call(http, each.getKey());
                assertThat(answer.status()).isEqualTo(200);
                assertThat(answer.text().replace(" ", ""))
                        .contains("\"args\":[" + each.getValue() + "]");
            }
        } finally {
            crossbar.descendants().forEach(ProcessHandle::destroyForcibly);
            crossbar.destroyForcibly();
        }
    }

    private static List<CalleeOptions> groups(InetSocketAddress http, Path unix) {
        UnixDomainSocketAddress socket = UnixDomainSocketAddress.of(unix);
        List<CalleeTarget> targets =
                List.of(
                        new CalleeTarget.WebSocket(
                                http, "127.0.0.1:" + http.getPort(), "/ws", WampSerializer.JSON),
                        new CalleeTarget.WebSocket(
                                http, "127.0.0.1:" + http.getPort(), "/ws", WampSerializer.CBOR),
                        new CalleeTarget.RawSocket(socket, WampSerializer.MESSAGE_PACK),
                        new CalleeTarget.RawSocket(socket, WampSerializer.JSON));
        List<CalleeOptions> groups = new ArrayList<>();
        for (Arithmetic procedure : Arithmetic.values()) {
            groups.add(
                    CalleeOptions.of(
                            targets.get(groups.size()),
                            JoinOptions.anonymous("realm1"),
                            procedure));
        }
        return groups;
    }

    private static RawResponse call(InetSocketAddress http, String procedure) throws IOException {
        String body = "{\"procedure\":\"com.example.%s\",\"args\":[2,3]}".formatted(procedure);
        try (RawClient client = RawClient.to(http)) {
            client.send("POST /call HTTP/1.1\r\nHost: h\r\nContent-Type: application/json\r\n");
            client.send("Content-Length: " + body.length() + "\r\n\r\n" + body);
            return client.read();
        }
    }

    private static void swallow(Process process) {
        try {
            assertThat(new String(process.getInputStream().readAllBytes(), UTF_8)).isNotNull();
        } catch (IOException e) {
            // It has been ended.
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}

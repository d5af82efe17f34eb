package dev.tare.specimen.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tare.io.net.LoopOptions;
import dev.tare.specimen.Eventually;
import dev.tare.specimen.RawClient;
import dev.tare.specimen.ScriptedServer;
import dev.tare.specimen.origin.Origin;
import dev.tare.specimen.origin.OriginOptions;
import dev.tare.specimen.proxy.config.HostPort;
import dev.tare.specimen.proxy.log.AccessLogOptions;
import dev.tare.specimen.proxy.log.LogLevel;
import dev.tare.specimen.proxy.setup.ProxyLogs;
import dev.tare.specimen.proxy.setup.ProxyOptions;
import dev.tare.testing.SocketTest;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/** A line in the access log for every request, whatever becomes of it. */
@SocketTest
@Timeout(60)
@ParameterizedClass
@MethodSource("dev.tare.specimen.BackEnds#all")
final class MinivoyAccessLogTest {
    private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";

    @Parameter LoopOptions loop = LoopOptions.standard();

    @TempDir private Path folder = Path.of("");

    private Minivoy start(InetSocketAddress upstream) throws IOException {
        AccessLogOptions access =
                new AccessLogOptions(Optional.of(file()), AccessLogOptions.Format.JSON);
        return Minivoy.start(
                ProxyOptions.to(upstream)
                        .withLoop(loop)
                        .withLogs(new ProxyLogs(LogLevel.ERROR, Optional.of(access))));
    }

    private Path file() {
        return folder.resolve("access.log");
    }

    private List<JsonNode> lines() throws IOException {
        ObjectMapper mapper = new ObjectMapper();
        return Files.readAllLines(file()).stream().map(mapper::readTree).toList();
    }

    @Test
    void everyRequestHasALineWithItsBytes() throws Exception {
        long sent;
        long received;
        String client;
        try (Origin origin = Origin.start(OriginOptions.standard().withLoop(loop))) {
            Minivoy proxy = start(origin.address());
            try (proxy;
                    RawClient one = RawClient.to(proxy.address())) {
                one.get("/byte/1000?secret=hush");
                // In one piece: an answer that begins before the request is whole ends the
                // connection.
                one.send(
                        "POST /echo HTTP/1.1\r\nHost: h\r\nContent-Length: 3000\r\n\r\n"
                                + "x".repeat(3000));
                assertThat(one.read().body()).hasSize(3000);
                // Two at once.
                one.send("GET /byte/1 HTTP/1.1\r\nHost: h\r\n\r\n".repeat(2));
                one.read();
                one.read();
                one.send("BAD\r\n\r\n");
                assertThat(one.read().status()).isEqualTo(400);
            }
            // Only when it is closed has it counted all that its clients have read.
            sent = proxy.stats().clientBytesSent();
            received = proxy.stats().clientBytesReceived();
            assertThat(proxy.stats().requests()).isEqualTo(5);
            client = HostPort.textOf(origin.address());
        }
        List<JsonNode> lines = lines();
        assertThat(lines)
                .extracting(line -> line.at("/path").toString())
                .containsExactly(
                        "\"/byte/1000\"", "\"/echo\"", "\"/byte/1\"", "\"/byte/1\"", "null");
        assertThat(lines)
                .extracting(line -> line.at("/status").asInt())
                .containsExactly(200, 200, 200, 200, 400);
        assertThat(lines.subList(0, 4))
                .allMatch(line -> line.at("/upstream").asString().equals(client))
                .allMatch(line -> line.at("/error").isNull())
                .allMatch(line -> line.at("/duration_ns").asLong() > 0);
        assertThat(lines.getLast().at("/error").asString()).isEqualTo("bad_request");
        assertThat(lines.stream().mapToLong(line -> line.at("/sent_bytes").asLong()).sum())
                .isEqualTo(sent);
        // What is refused counts as nothing received: nobody knows where it ends.
        assertThat(lines.stream().mapToLong(line -> line.at("/received_bytes").asLong()).sum())
                .isEqualTo(received - "BAD\r\n\r\n".length());
    }

    @Test
    void theNameIsTheOneThatTheUpstreamGets() throws Exception {
        List<String> heads;
        try (ScriptedServer server = ScriptedServer.answering(OK)) {
            try (Minivoy proxy = start(server.address());
                    RawClient client = RawClient.to(proxy.address())) {
                client.get("/");
                client.send("GET / HTTP/1.1\r\nHost: h\r\nX-Request-Id: mine\"\t\r\n\r\n");
                client.read();
            }
            heads = server.heads();
        }
        List<JsonNode> lines = lines();
        assertThat(heads.getFirst())
                .contains("X-Request-Id: " + lines.get(0).at("/request_id").asString() + "\n");
        assertThat(lines.get(0).at("/request_id").asString()).hasSize(36);
        assertThat(lines.get(1).at("/request_id").asString()).isEqualTo("mine\"");
    }

    @Test
    void whoIsCutOffOrLeavesHasALineToo() throws Exception {
        try (ScriptedServer server =
                        new ScriptedServer((connection, number) -> {
                            if (connection.readHeadText().startsWith("GET /cut")) {
                                connection.send("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nok");
                            } else {
                                connection.exactly(1000);
                            }
                        });
                Minivoy proxy = start(server.address())) {
            try (RawClient cut = RawClient.to(proxy.address())) {
                cut.send("GET /cut HTTP/1.1\r\nHost: h\r\n\r\n");
                Eventually.holds(() -> proxy.stats().errors() == 1);
            }
            try (RawClient leaving = RawClient.to(proxy.address())) {
                leaving.send("POST /leave HTTP/1.1\r\nHost: h\r\nContent-Length: 9\r\n\r\nx");
                Eventually.holds(() -> proxy.stats().requests() == 2);
            }
            Eventually.holds(() -> proxy.stats().clientConnectionsOpen() == 0);
        }
        List<JsonNode> lines = lines();
        assertThat(lines).hasSize(2);
        assertThat(lines.get(0).at("/status").asInt()).isEqualTo(200);
        assertThat(lines.get(0).at("/error").asString()).isEqualTo("response_truncated");
        assertThat(lines.get(1).at("/status").isNull()).isTrue();
        assertThat(lines.get(1).at("/error").asString()).isEqualTo("client_aborted");
    }
}

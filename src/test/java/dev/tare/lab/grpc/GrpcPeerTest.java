package dev.tare.lab.grpc;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tare.io.wire.grpc.GrpcStatus;
import dev.tare.specimen.PeerProcess;
import dev.tare.testing.PeerTest;
import dev.tare.testing.SocketTest;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Servers and clients of others: Go's gRPC at both ends. */
@SocketTest
final class GrpcPeerTest {
    private static final long TIMEOUT_NS = 20_000_000_000L;
    private static final Pattern LISTENING =
            Pattern.compile("'ping' server listening on tcp 127\\.0\\.0\\.1:(\\d+)");

    @PeerTest("fortio")
    @Test
    void fortiosPingServerTellsOfItselfAndAnswers() throws Exception {
        Process fortio =
                PeerProcess.start(
                        "fortio",
                        "server",
                        "-http-port=disabled",
                        "-tcp-port=disabled",
                        "-udp-port=disabled",
                        "-redirect-port=disabled",
                        "-grpc-port=127.0.0.1:0");
        try (BufferedReader output =
                new BufferedReader(new InputStreamReader(fortio.getInputStream(), UTF_8))) {
            GrpcEndpoint endpoint = GrpcEndpoint.plaintext("127.0.0.1", port(output));
            GrpcMethod ping =
                    GrpcMethod.resolve(
                            "fgrpc.PingServer/Ping",
                            new DescriptorSource.Reflection(endpoint, TIMEOUT_NS));
            GrpcAnswer answer =
                    GrpcProbe.call(
                            endpoint,
                            ping,
                            ping.request().encode("{\"seq\": 7, \"payload\": \"there\"}"),
                            List.of(),
                            TIMEOUT_NS,
                            1);
            assertThat(answer.status()).isEqualTo(GrpcStatus.OK);
            assertThat(answer.messages()).hasSize(1);
            assertThat(answer.messages().getFirst())
                    .contains("\"seq\":\"7\"")
                    .contains("\"payload\":\"there\"");
            GrpcAnswer health =
                    GrpcProbe.call(
                            endpoint,
                            GrpcMethod.healthCheck(),
                            new byte[0],
                            List.of(),
                            TIMEOUT_NS,
                            1);
            assertThat(health.messages()).containsExactly("{\"status\":\"SERVING\"}");
        } finally {
            fortio.destroyForcibly();
        }
    }

    private static int port(BufferedReader output) throws IOException {
        for (String line = output.readLine(); line != null; line = output.readLine()) {
            Matcher listening = LISTENING.matcher(line);
            if (listening.find()) {
                return Integer.parseInt(listening.group(1));
            }
        }
        throw new IOException("fortio has ended without listening");
    }

    @PeerTest("ghz")
    @Test
    void ghzCallsTheTestService() throws Exception {
        try (GrpcTestServer server = GrpcTestServer.start()) {
            String printed =
                    PeerProcess.run(
                            "ghz",
                            "--insecure",
                            "--call=tare.test.v1.Echo/Many",
                            "--data={\"echo\":{\"text\":\"a\"},\"count\":3}",
                            "--total=20",
                            "--concurrency=2",
                            "--connections=1",
                            server.endpoint().address());
            assertThat(printed).containsPattern("\\[OK\\] +20 responses");
        }
    }
}

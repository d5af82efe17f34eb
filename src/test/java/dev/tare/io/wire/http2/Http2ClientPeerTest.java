package dev.tare.io.wire.http2;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tare.base.core.Field;
import dev.tare.base.core.RequestSpec;
import dev.tare.specimen.PeerProcess;
import dev.tare.testing.PeerTest;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Servers of others, which share none of our mistakes. */
@Timeout(60)
final class Http2ClientPeerTest {
    private static final int STARTING_ATTEMPTS = 200;

    @TempDir Path folder = Path.of("");

    private static InetSocketAddress freeAddress() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
            return new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), socket.getLocalPort());
        }
    }

    private static void awaitListening(InetSocketAddress address) throws Exception {
        for (int i = 0; i < STARTING_ATTEMPTS; i++) {
            try (Socket socket = new Socket()) {
                socket.connect(address);
                return;
            } catch (IOException e) {
                Thread.sleep(25);
            }
        }
        throw new IOException("nothing listens on " + address);
    }

    private void check(InetSocketAddress address) throws IOException {
        String large = "0123456789abcdef".repeat(100_000);
        Files.writeString(folder.resolve("small"), "small body");
        Files.writeString(folder.resolve("large"), large);
        try (Http2TestClient client = new Http2TestClient(address)) {
            for (Http2TestClient.Exchange exchange : client.get("/small", 1000)) {
                assertThat(exchange.end()).isEqualTo("whole");
                assertThat(exchange.status()).isEqualTo(200);
                assertThat(Http2TestClient.text(exchange)).isEqualTo("small body");
            }
            for (Http2TestClient.Exchange exchange : client.get("/large", 20)) {
                assertThat(exchange.end()).isEqualTo("whole");
                assertThat(Http2TestClient.text(exchange)).isEqualTo(large);
            }
            assertThat(client.get("/absent", 1).getFirst().status()).isEqualTo(404);
            RequestSpec head = new RequestSpec("HEAD", "/large", List.of(), "");
            Http2TestClient.Exchange answer = client.exchange(List.of(head)).getFirst();
            assertThat(answer.end()).isEqualTo("whole");
            assertThat(answer.fields()).contains("content-length: 1600000");
        }
    }

    @Test
    @PeerTest("nghttpd")
    void nghttpdAnswersAndEchoesWhatIsSent() throws Exception {
        InetSocketAddress address = freeAddress();
        Process server =
                PeerProcess.start(
                        "nghttpd",
                        "-a",
                        "127.0.0.1",
                        "--no-tls",
                        "--echo-upload",
                        "--trailer=grpc-status: 0",
                        "-m",
                        "20",
                        "-d",
                        folder.toString(),
                        Integer.toString(address.getPort()));
        try {
            awaitListening(address);
            check(address);
            String body = "x".repeat(1_000_000);
            List<Field> fields =
                    List.of(new Field("te", "trailers"), new Field("Large", "~".repeat(30_000)));
            RequestSpec post = new RequestSpec("POST", "/echo", fields, body);
            try (Http2TestClient client = new Http2TestClient(address)) {
                for (var exchange : client.exchange(Collections.nCopies(5, post))) {
                    assertThat(exchange.end()).isEqualTo("whole");
                    assertThat(Http2TestClient.text(exchange)).isEqualTo(body);
                    assertThat(exchange.trailers()).isEqualTo("grpc-status: 0\n");
                }
            }
        } finally {
            server.destroyForcibly();
        }
    }

    @Test
    @PeerTest("nginx")
    void nginxAnswersWhatIsSent() throws Exception {
        InetSocketAddress address = freeAddress();
        String plan =
                """
                daemon off; master_process off; pid %1$s/pid; error_log stderr crit;
                events {}
                http { access_log off; client_body_temp_path %1$s/b; proxy_temp_path %1$s/p;
                  fastcgi_temp_path %1$s/f; uwsgi_temp_path %1$s/u; scgi_temp_path %1$s/s;
                  server { listen 127.0.0.1:%2$d http2; root %1$s; keepalive_requests 100000; } }
                """
                        .formatted(folder, address.getPort());
        Path file = folder.resolve("nginx.conf");
        Files.write(file, plan.getBytes(UTF_8));
        Process server = PeerProcess.start("nginx", "-c", file.toString());
        try {
            awaitListening(address);
            check(address);
        } finally {
            server.destroyForcibly();
        }
    }
}

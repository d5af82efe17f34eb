package dev.tare.specimen.proxy;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tare.specimen.Eventually;
import dev.tare.specimen.PeerProcess;
import dev.tare.specimen.RawClient;
import dev.tare.specimen.RawResponse;
import dev.tare.specimen.origin.Content;
import dev.tare.specimen.origin.Origin;
import dev.tare.specimen.origin.OriginOptions;
import dev.tare.specimen.proxy.setup.ProxyOptions;
import dev.tare.testing.PeerTest;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Programs of others on either side of minivoy: they share none of our mistakes. */
@Timeout(120)
final class MinivoyPeerTest {
    @TempDir Path folder = Path.of("");

    private Origin origin;
    private Minivoy proxy;

    @SuppressWarnings("NullAway.Init")
    MinivoyPeerTest() {}

    @BeforeEach
    void start() throws IOException {
        origin = Origin.start(OriginOptions.standard());
        proxy = Minivoy.start(ProxyOptions.to(origin.address()));
    }

    @AfterEach
    void stop() {
        proxy.close();
        origin.close();
    }

    private String url(String path) {
        return "http://127.0.0.1:" + proxy.address().getPort() + path;
    }

    private static byte[] content(int length) {
        byte[] content = new byte[length];
        for (int i = 0; i < length; i++) {
            content[i] = Content.byteAt(i);
        }
        return content;
    }

    @Test
    @PeerTest("curl")
    void curlGetsWhatItAsksFor() throws Exception {
        Path answer = folder.resolve("answer");
        for (String path : new String[] {"/byte/", "/chunked/", "/until-close/", "/close/"}) {
            PeerProcess.run("curl", "-sS", "--fail", "-o", answer.toString(), url(path + "300000"));
            assertThat(Files.readAllBytes(answer)).isEqualTo(content(300_000));
        }
        assertThat(PeerProcess.run("curl", "-sS", "-I", url("/byte/42")))
                .startsWith("HTTP/1.1 200 OK\r\n")
                .contains("Content-Length: 42\r\n");
        // curl warns of unread bytes when it finds a response it did not expect.
        String three =
                PeerProcess.run(
                        "curl", "-sSv", url("/status/204"), url("/status/304"), url("/status/404"));
        assertThat(three).contains("< HTTP/1.1 204", "< HTTP/1.1 304", "< HTTP/1.1 404");
        assertThat(three).contains("Re-using existing connection");
        assertThat(three).doesNotContain("Excess found");
    }

    @Test
    @PeerTest("curl")
    void curlSendsWhatItHas() throws Exception {
        Path body = folder.resolve("body");
        Path answer = folder.resolve("answer");
        Files.write(body, content(3_000_000));
        for (String header : new String[] {"Expect: 100-continue", "Transfer-Encoding: chunked"}) {
            PeerProcess.run(
                    "curl",
                    "-sS",
                    "--fail",
                    "-o",
                    answer.toString(),
                    "-H",
                    header,
                    "--data-binary",
                    "@" + body,
                    url("/echo"));
            assertThat(Arrays.equals(Files.readAllBytes(answer), content(3_000_000))).isTrue();
        }
        assertThat(proxy.stats().errors()).isZero();
    }

    @Test
    @PeerTest("wrk")
    void wrkSeesNoErrorAndCountsWhatMinivoyCounts() throws Exception {
        String output =
                PeerProcess.run("wrk", "-t", "1", "-c", "16", "-d", "1s", url("/byte/16384"));
        Matcher requests = Pattern.compile("(\\d+) requests in").matcher(output);
        assertThat(requests.find()).as(output).isTrue();
        assertThat(output).doesNotContain("Socket errors").doesNotContain("Non-2xx");
        // wrk leaves off in the middle of a request on each of its connections.
        long completed = Long.parseLong(requests.group(1));
        assertThat(proxy.stats().responses(2)).isBetween(completed, completed + 16);
        assertThat(origin.stats().loadRequests())
                .isBetween(completed, proxy.stats().upstreamRequests());
    }

    @Test
    @PeerTest("h2load")
    void h2loadCountsEveryRequestAsSucceeded() throws Exception {
        String output =
                PeerProcess.run(
                        "h2load",
                        "--h1",
                        "-n",
                        "3000",
                        "-c",
                        "20",
                        "-t",
                        "1",
                        url("/chunked/20000"));
        assertThat(output).contains("3000 succeeded, 0 failed, 0 errored, 0 timeout");
        assertThat(output).contains("status codes: 3000 2xx");
        assertThat(proxy.stats().requests()).isEqualTo(3000);
        assertThat(origin.stats().loadRequests()).isEqualTo(3000);
    }

    @Test
    @PeerTest("nginx")
    void nginxMayCloseItsConnectionsAsItLikes() throws Exception {
        InetSocketAddress address;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
            address = (InetSocketAddress) socket.getLocalSocketAddress();
        }
        Files.write(folder.resolve("file"), content(100_000));
        Path config = folder.resolve("nginx.conf");
        Files.writeString(config, nginxConfig(address.getPort()), UTF_8);
        Process nginx =
                PeerProcess.start(
                        "nginx", "-p", folder.toString(), "-e", "stderr", "-c", config.toString());
        try (Minivoy before = Minivoy.start(ProxyOptions.to(address));
                RawClient client = RawClient.to(before.address())) {
            Eventually.holds(() -> isAnswered(client));
            long opened = before.stats().upstreamConnectionsOpened();
            for (int i = 0; i < 30; i++) {
                RawResponse response = client.get("/file");
                assertThat(response.status()).isEqualTo(200);
                assertThat(response.field("connection")).isEmpty();
                assertThat(response.field("server")).startsWith("nginx");
                assertThat(Arrays.equals(response.body(), content(100_000))).isTrue();
            }
            // nginx closes each connection after three requests.
            assertThat(before.stats().upstreamConnectionsOpened() - opened).isBetween(9L, 11L);
            assertThat(before.stats().clientConnectionsAccepted()).isEqualTo(1);
            assertThat(before.stats().responses(2)).isGreaterThanOrEqualTo(30);
        } finally {
            nginx.destroy();
            nginx.waitFor();
        }
    }

    private static boolean isAnswered(RawClient client) {
        try {
            return client.get("/file").status() == 200;
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private String nginxConfig(int port) {
        return """
        daemon off;
        master_process off;
        pid %1$s/nginx.pid;
        events {}
        http {
          access_log off;
          client_body_temp_path %1$s/body;
          proxy_temp_path %1$s/proxy;
          fastcgi_temp_path %1$s/fastcgi;
          uwsgi_temp_path %1$s/uwsgi;
          scgi_temp_path %1$s/scgi;
          keepalive_requests 3;
          server {
            listen 127.0.0.1:%2$d;
            root %1$s;
          }
        }
        """
                .formatted(folder, port);
    }
}

package dev.tare.specimen.proxy;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tare.io.net.LoopOptions;
import dev.tare.specimen.PeerProcess;
import dev.tare.specimen.origin.Content;
import dev.tare.specimen.origin.Origin;
import dev.tare.specimen.proxy.setup.ProxyOptions;
import dev.tare.testing.PeerTest;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Programs of others that speak HTTP/2, on either side of minivoy, in clear and by TLS. */
@Timeout(120)
final class MinivoyHttp2PeerTest extends MinivoyTlsBed {
    @Override
    LoopOptions loop() {
        return LoopOptions.standard();
    }

    private static byte[] content(int length) {
        byte[] content = new byte[length];
        for (int i = 0; i < length; i++) {
            content[i] = Content.byteAt(i);
        }
        return content;
    }

    private Minivoy inClear(InetSocketAddress upstream) throws IOException {
        return start(ProxyOptions.to(upstream).withUpstreamHttp2(true));
    }

    private Minivoy byTls() throws IOException {
        Origin origin = origin(serverTls());
        return start(
                ProxyOptions.to(origin.address())
                        .withUpstreamHttp2(true)
                        .withTls(serverTls())
                        .withUpstreamTls(clientTls())
                        .withThreads(2));
    }

    private static String url(String scheme, Minivoy proxy, String path) {
        return scheme + "://127.0.0.1:" + proxy.address().getPort() + path;
    }

    @Test
    @PeerTest("curl")
    void curlGetsAndSendsInClear() throws Exception {
        Origin origin = origin();
        Minivoy proxy = inClear(origin.address());
        Path answer = folder.resolve("answer");
        Path body = folder.resolve("body");
        Files.write(body, content(3_000_000));
        String head =
                PeerProcess.run(
                        "curl",
                        "-sS",
                        "-I",
                        "--http2-prior-knowledge",
                        url("http", proxy, "/byte/42"));
        assertThat(head).startsWith("HTTP/2 200").contains("content-length: 42", "via: 2 minivoy");
        PeerProcess.run(
                "curl",
                "-sS",
                "--fail",
                "--http2-prior-knowledge",
                "-o",
                answer.toString(),
                "--data-binary",
                "@" + body,
                url("http", proxy, "/echo"));
        assertThat(Arrays.equals(Files.readAllBytes(answer), content(3_000_000))).isTrue();
        assertThat(proxy.stats().errors()).isZero();
    }

    @Test
    @PeerTest("curl")
    void curlAgreesOnHttp2ByTls() throws Exception {
        Minivoy proxy = byTls();
        Path answer = folder.resolve("answer");
        String said =
                PeerProcess.run(
                        "curl",
                        "-sS",
                        "--fail",
                        "--http2",
                        "--cacert",
                        authority.file().toString(),
                        "-w",
                        "%{http_version}",
                        "-o",
                        answer.toString(),
                        url("https", proxy, "/chunked/300000"));
        assertThat(said).isEqualTo("2");
        assertThat(Arrays.equals(Files.readAllBytes(answer), content(300_000))).isTrue();
        assertThat(proxy.stats().upstreamHandshakes()).isEqualTo(1);
        assertThat(log).isEmpty();
    }

    @Test
    @PeerTest("h2load")
    void h2loadCountsWhatMinivoyCounts() throws Exception {
        Origin origin = origin();
        Minivoy proxy = inClear(origin.address());
        String url = url("http", proxy, "/byte/20000");
        String output = PeerProcess.run("h2load", "-n", "4000", "-c", "40", "-m", "10", url);
        assertThat(output)
                .contains("4000 succeeded, 0 failed, 0 errored, 0 timeout")
                .contains("4000 2xx")
                .contains("(80000000) data");
        assertThat(proxy.stats().requests()).isEqualTo(4000);
        assertThat(proxy.stats().clientConnectionsAccepted()).isEqualTo(40);
        assertThat(proxy.stats().upstreamConnectionsOpened()).isEqualTo(1);
        assertThat(origin.stats().loadRequests()).isEqualTo(4000);
    }

    @Test
    @PeerTest("h2load")
    void h2loadIsServedByTlsWithTwoThreads() throws Exception {
        Minivoy proxy = byTls();
        String url = url("https", proxy, "/byte/1000");
        String output = PeerProcess.run("h2load", "-n", "3000", "-c", "20", "-m", "20", url);
        assertThat(output)
                .contains("Application protocol: h2")
                .contains("3000 succeeded, 0 failed, 0 errored, 0 timeout");
        assertThat(proxy.stats().requests()).isEqualTo(3000);
        assertThat(proxy.stats().errors()).isZero();
    }

    @Test
    @PeerTest({"nghttpd", "h2load"})
    void nghttpdMayAllowAFewStreamsOnly() throws Exception {
        Files.write(folder.resolve("file"), content(50_000));
        int port;
        try (ServerSocket socket = new ServerSocket(0, 1, LOOPBACK)) {
            port = socket.getLocalPort();
        }
        Process server =
                PeerProcess.start(
                        "nghttpd",
                        "--no-tls",
                        "-m",
                        "5",
                        "-a",
                        "127.0.0.1",
                        "-d",
                        folder.toString(),
                        Integer.toString(port));
        opened(server::destroyForcibly);
        awaitListening(server, port);
        Minivoy proxy = inClear(new InetSocketAddress(LOOPBACK, port));
        String output =
                PeerProcess.run(
                        "h2load",
                        "-n",
                        "2000",
                        "-c",
                        "10",
                        "-m",
                        "10",
                        url("http", proxy, "/file"));
        assertThat(output).contains("2000 succeeded, 0 failed, 0 errored, 0 timeout");
        assertThat(output).contains("(100000000) data");
        assertThat(proxy.stats().upstreamConnectionsOpened()).isBetween(2L, 64L);
        assertThat(proxy.stats().errors()).isZero();
    }

    private static void awaitListening(Process server, int port) throws Exception {
        while (server.isAlive()) {
            try (Socket socket = new Socket(LOOPBACK, port)) {
                assertThat(socket.isConnected()).isTrue();
                return;
            } catch (IOException notYet) {
                Thread.sleep(10);
            }
        }
        try (BufferedReader said =
                new BufferedReader(new InputStreamReader(server.getInputStream(), UTF_8))) {
            throw new IOException("nghttpd does not listen: " + said.readLine());
        }
    }
}

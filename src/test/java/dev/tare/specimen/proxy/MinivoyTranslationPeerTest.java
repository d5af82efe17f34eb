package dev.tare.specimen.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tare.base.core.RequestSpec;
import dev.tare.io.net.LoopOptions;
import dev.tare.io.wire.http2.Http2TestClient;
import dev.tare.specimen.PeerProcess;
import dev.tare.specimen.RawClient;
import dev.tare.specimen.origin.Origin;
import dev.tare.specimen.proxy.count.ProxyCounters;
import dev.tare.specimen.proxy.setup.ProxyOptions;
import dev.tare.testing.PeerTest;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Programs of others on one side of minivoy that speak another version than the other side. */
@Timeout(120)
final class MinivoyTranslationPeerTest extends MinivoyTlsBed {
    private static final String HAPROXY =
            """
            global
              maxconn 256
            defaults
              mode http
              timeout connect 10s
              timeout client 30s
              timeout server 30s
            frontend clients
              bind 127.0.0.1:%d proto h2
              default_backend minivoy
            backend minivoy
              server minivoy 127.0.0.1:%d proto h2
            """;
    private static final String ENVOY =
            """
            static_resources:
              listeners:
              - name: clients
                address: {socket_address: {address: 127.0.0.1, port_value: %d}}
                filter_chains:
                - filters:
                  - name: envoy.filters.network.http_connection_manager
                    typed_config:
                      "@type": type.googleapis.com/envoy.extensions.filters.network.\
            http_connection_manager.v3.HttpConnectionManager
                      stat_prefix: clients
                      codec_type: HTTP2
                      route_config:
                        virtual_hosts:
                        - name: all
                          domains: ["*"]
                          routes:
                          - match: {prefix: "/"}
                            route: {cluster: minivoy}
                      http_filters:
                      - name: envoy.filters.http.router
                        typed_config:
                          "@type": type.googleapis.com/envoy.extensions.filters.http.\
            router.v3.Router
              clusters:
              - name: minivoy
                type: STATIC
                connect_timeout: 10s
                typed_extension_protocol_options:
                  envoy.extensions.upstreams.http.v3.HttpProtocolOptions:
                    "@type": type.googleapis.com/envoy.extensions.\
            upstreams.http.v3.HttpProtocolOptions
                    explicit_http_config: {http2_protocol_options: {}}
                load_assignment:
                  cluster_name: minivoy
                  endpoints:
                  - lb_endpoints:
                    - endpoint:
                        address: {socket_address: {address: 127.0.0.1, port_value: %d}}
            """;

    @Override
    LoopOptions loop() {
        return LoopOptions.standard();
    }

    private static String url(String scheme, Minivoy proxy, String path) {
        return scheme + "://127.0.0.1:" + proxy.address().getPort() + path;
    }

    private Path large() throws IOException {
        return Files.write(folder.resolve("body"), MinivoyHttp2Test.content(3_000_000));
    }

    private void expectLarge(Path answer) throws IOException {
        assertThat(Files.mismatch(answer, large())).isEqualTo(-1);
    }

    @Test
    @PeerTest("curl")
    void curlSpeaksHttp2WithAnUpstreamOfHttp1() throws Exception {
        Minivoy proxy = start(ProxyOptions.to(origin().address()));
        Path answer = folder.resolve("answer");
        String head =
                PeerProcess.run(
                        "curl",
                        "-sS",
                        "-I",
                        "--http2-prior-knowledge",
                        url("http", proxy, "/byte/42"));
        assertThat(head)
                .startsWith("HTTP/2 200")
                .contains("content-length: 42", "via: 1.1 minivoy");
        for (String more : List.of("-H content-length:", "-H x-nothing:")) {
            PeerProcess.run(
                    "curl",
                    "-sS",
                    "--fail",
                    "--http2-prior-knowledge",
                    "-o",
                    answer.toString(),
                    more.substring(0, 2),
                    more.substring(3),
                    "--data-binary",
                    "@" + large(),
                    url("http", proxy, "/echo"));
            expectLarge(answer);
        }
        assertThat(proxy.stats().errors()).isZero();
    }

    @Test
    @PeerTest("curl")
    void curlAgreesOnEitherVersionByTls() throws Exception {
        Minivoy proxy =
                start(
                        ProxyOptions.to(origin(serverTls()).address())
                                .withTls(serverTls())
                                .withUpstreamTls(clientTls()));
        Path answer = folder.resolve("answer");
        for (String version : List.of("--http2", "--http1.1")) {
            String said =
                    PeerProcess.run(
                            "curl",
                            "-sS",
                            "--fail",
                            version,
                            "--cacert",
                            authority.file().toString(),
                            "-w",
                            "%{http_version}",
                            "-o",
                            answer.toString(),
                            url("https", proxy, "/chunked/3000000"));
            assertThat("--http" + said).isEqualTo(version);
            expectLarge(answer);
        }
        assertThat(log).isEmpty();
    }

    @Test
    @PeerTest({"curl", "nghttpd"})
    void curlSpeaksHttp1WithAnUpstreamOfHttp2() throws Exception {
        large();
        int port = freePort();
        Process server =
                PeerProcess.start(
                        "nghttpd",
                        "--no-tls",
                        "-a",
                        "127.0.0.1",
                        "-d",
                        folder.toString(),
                        Integer.toString(port));
        opened(server::destroyForcibly);
        awaitListening(server, port);
        Minivoy proxy =
                start(
                        ProxyOptions.to(new InetSocketAddress(LOOPBACK, port))
                                .withUpstreamHttp2(true));
        Path answer = folder.resolve("answer");
        for (int i = 0; i < 3; i++) {
            String said =
                    PeerProcess.run(
                            "curl",
                            "-sS",
                            "--fail",
                            "--http1.1",
                            "-w",
                            "%{http_version} %{http_code}",
                            "-o",
                            answer.toString(),
                            url("http", proxy, "/body"));
            assertThat(said).isEqualTo("1.1 200");
            expectLarge(answer);
        }
        assertThat(proxy.stats().upstreamConnectionsOpened()).isEqualTo(1);
        assertThat(proxy.stats().errors()).isZero();
    }

    @Test
    @PeerTest("h2load")
    void h2loadCountsWhatAnOriginOfHttp1Counts() throws Exception {
        Origin origin = origin();
        Minivoy proxy = start(ProxyOptions.to(origin.address()).withThreads(2));
        String url = url("http", proxy, "/byte/20000");
        String output = PeerProcess.run("h2load", "-n", "4000", "-c", "20", "-m", "10", url);
        assertThat(output)
                .contains("4000 succeeded, 0 failed, 0 errored, 0 timeout")
                .contains("(80000000) data");
        assertThat(proxy.stats().requests()).isEqualTo(4000);
        assertThat(origin.stats().loadRequests()).isEqualTo(4000);
        assertThat(proxy.stats().errors()).isZero();
    }

    @Test
    @PeerTest("wrk")
    void wrkIsServedByAnUpstreamOfHttp2() throws Exception {
        Minivoy proxy = start(ProxyOptions.to(origin().address()).withUpstreamHttp2(true));
        String url = url("http", proxy, "/byte/16384");
        String output = PeerProcess.run("wrk", "-t", "1", "-c", "16", "-d", "1s", url);
        assertThat(output).contains("requests in").doesNotContain("Socket errors", "Non-2xx");
        assertThat(proxy.stats().upstreamConnectionsOpened()).isEqualTo(1);
    }

    @Test
    @PeerTest("haproxy")
    void haproxySpeaksHttp2OnBothItsSides() throws Exception {
        between("haproxy.cfg", HAPROXY, "haproxy", "-db", "-f");
    }

    @Test
    @PeerTest("envoy")
    void envoySpeaksHttp2OnBothItsSides() throws Exception {
        between(
                "envoy.yaml",
                ENVOY,
                "envoy",
                "--concurrency",
                "1",
                "--use-dynamic-base-id",
                "--log-level",
                "warning",
                "-c");
    }

    /** Clients of both versions, minivoy, the peer, minivoy, an origin of HTTP/1.1. */
    private void between(String name, String template, String program, String... arguments)
            throws Exception {
        Minivoy behind = start(ProxyOptions.to(origin().address()));
        int port = freePort();
        Path file = folder.resolve(name);
        Files.writeString(file, template.formatted(port, behind.address().getPort()));
        String[] all = Arrays.copyOf(arguments, arguments.length + 1);
        all[arguments.length] = file.toString();
        Process peer = PeerProcess.start(program, all);
        opened(peer::destroyForcibly);
        awaitListening(peer, port);
        Minivoy front =
                start(
                        ProxyOptions.to(new InetSocketAddress(LOOPBACK, port))
                                .withUpstreamHttp2(true));
        byte[] content = MinivoyHttp2Test.content(300_000);
        try (RawClient old = RawClient.to(front.address());
                Http2TestClient young = new Http2TestClient(front.address())) {
            // HAProxy 2.6 stands still when more than its windows goes both ways on one stream.
            String text = "z".repeat(12_000);
            for (int i = 0; i < 5; i++) {
                assertThat(old.get("/byte/300000").body()).isEqualTo(content);
                assertThat(old.get("/chunked/300000").body()).isEqualTo(content);
            }
            RequestSpec post = new RequestSpec("POST", "/echo", List.of(), text);
            for (Http2TestClient.Exchange answer : young.exchange(List.of(post, post, post))) {
                assertThat(Http2TestClient.text(answer)).isEqualTo(text);
            }
            for (Http2TestClient.Exchange answer : young.get("/chunked/300000", 20)) {
                assertThat(answer.body()).isEqualTo(content);
                assertThat(answer.end()).isEqualTo("whole");
            }
        }
        assertThat(front.stats().errors()).isZero();
        assertThat(behind.stats().errors()).isZero();
        assertThat(behind.stats().of(ProxyCounters.Count.HTTP2_REQUESTS)).isEqualTo(33);
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, LOOPBACK)) {
            return socket.getLocalPort();
        }
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
        throw new IOException("the peer does not listen");
    }
}

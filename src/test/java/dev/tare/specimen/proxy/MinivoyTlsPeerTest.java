package dev.tare.specimen.proxy;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import dev.tare.io.net.LoopOptions;
import dev.tare.io.net.tls.TestAuthority;
import dev.tare.io.net.tls.TlsIdentity;
import dev.tare.io.net.tls.TlsServerOptions;
import dev.tare.specimen.Eventually;
import dev.tare.specimen.PeerProcess;
import dev.tare.specimen.RawClient;
import dev.tare.specimen.RawResponse;
import dev.tare.specimen.origin.Content;
import dev.tare.specimen.origin.Origin;
import dev.tare.specimen.proxy.count.ProxyError;
import dev.tare.specimen.proxy.count.ProxyStats;
import dev.tare.specimen.proxy.setup.ProxyOptions;
import dev.tare.testing.PeerTest;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Programs of others that speak TLS with minivoy, on either side. */
@Timeout(120)
final class MinivoyTlsPeerTest extends MinivoyTlsBed {
    private static final int BODY_BYTES = 300_000;

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

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, LOOPBACK)) {
            return socket.getLocalPort();
        }
    }

    /** A peer that runs until the test is over. */
    private void startPeer(String program, String... arguments) throws IOException {
        Process process = PeerProcess.start(program, arguments);
        opened(() -> {
            process.destroy();
            process.waitFor();
        });
    }

    private String curl(Minivoy proxy, String host, String path, String... more) throws Exception {
        int port = proxy.address().getPort();
        List<String> arguments = new ArrayList<>(List.of("-sS", "--fail"));
        arguments.addAll(List.of("--cacert", authority.file().toString()));
        arguments.addAll(List.of("--resolve", host + ":" + port + ":127.0.0.1"));
        arguments.addAll(List.of(more));
        arguments.add("https://" + host + ":" + port + path);
        return PeerProcess.run("curl", arguments.toArray(String[]::new));
    }

    @Test
    @PeerTest("curl")
    void curlGetsAndSendsByBothVersions() throws Exception {
        Origin origin = origin();
        Minivoy proxy = start(ProxyOptions.to(origin.address()).withTls(serverTls()));
        Path answer = folder.resolve("answer");
        Path body = Files.write(folder.resolve("body"), content(BODY_BYTES));
        for (String version : List.of("1.2", "1.3")) {
            String[] to = {"--tls-max", version, "-o", answer.toString()};
            for (String path : List.of("/byte/", "/chunked/", "/until-close/")) {
                curl(proxy, "localhost", path + BODY_BYTES, to);
                assertThat(Files.readAllBytes(answer)).isEqualTo(content(BODY_BYTES));
            }
            String[] sending = Arrays.copyOf(to, to.length + 2);
            sending[to.length] = "--data-binary";
            sending[to.length + 1] = "@" + body;
            curl(proxy, "localhost", "/echo", sending);
            assertThat(Files.readAllBytes(answer)).isEqualTo(content(BODY_BYTES));
        }
        assertThat(proxy.stats().errors()).isZero();
    }

    @Test
    @PeerTest("curl")
    void curlIsShownTheCertificateOfTheHostThatItAsksFor() throws Exception {
        Origin origin = origin();
        TlsServerOptions hosts =
                TlsServerOptions.standard(
                        List.of(
                                authority.vouchFor("first.example"),
                                authority.vouchForRsa("second.example")));
        Minivoy proxy = start(ProxyOptions.to(origin.address()).withTls(hosts));
        for (String host : List.of("first.example", "second.example")) {
            assertThat(curl(proxy, host, "/byte/10")).hasSize(10);
        }
        assertThatIOException().isThrownBy(() -> curl(proxy, "third.example", "/byte/10"));
    }

    @Test
    @PeerTest("curl")
    void curlShowsItsCertificateWhereOneIsRequired() throws Exception {
        Origin origin = origin();
        TlsServerOptions mutual = serverTls().withClientAuthorities(authority.file());
        Minivoy proxy = start(ProxyOptions.to(origin.address()).withTls(mutual));
        TlsIdentity known = authority.vouchFor("client.example");
        String[] identity = {
            "--cert", known.certificates().toString(), "--key", known.key().toString()
        };
        assertThat(curl(proxy, "localhost", "/byte/10", identity)).hasSize(10);
        assertThatIOException().isThrownBy(() -> curl(proxy, "localhost", "/byte/10"));
        Eventually.holds(() -> proxy.stats().errors(ProxyError.CLIENT_CERTIFICATE_REFUSED) == 1);
    }

    @Test
    @PeerTest("curl")
    void curlMayShowNoCertificateWhereOneIsRequestedButNoStrangers() throws Exception {
        Origin origin = origin();
        TlsServerOptions requested = serverTls().withOptionalClientAuthorities(authority.file());
        Minivoy proxy = start(ProxyOptions.to(origin.address()).withTls(requested));
        assertThat(curl(proxy, "localhost", "/byte/10")).hasSize(10);
        TlsIdentity stranger =
                new TestAuthority(folder, "Somebody else's authority").vouchFor("client.example");
        String[] identity = {
            "--cert", stranger.certificates().toString(), "--key", stranger.key().toString()
        };
        assertThatIOException().isThrownBy(() -> curl(proxy, "localhost", "/byte/10", identity));
        Eventually.holds(() -> proxy.stats().errors(ProxyError.CLIENT_CERTIFICATE_REFUSED) == 1);
        awaitLine("tls_failed client 127.0.0.1:", "unknown authority");
    }

    @Test
    @PeerTest("openssl")
    void opensslHearsAFarewellWhenMinivoyStops() throws Exception {
        for (String version : List.of("-tls1_2", "-tls1_3")) {
            Minivoy stopping = start(ProxyOptions.to(nowhere()).withTls(serverTls()));
            Process openssl = openssl(stopping, version);
            Eventually.holds(() -> stopping.stats().clientHandshakes() == 1);
            stopping.stop();
            String said = new String(openssl.getInputStream().readAllBytes(), UTF_8);
            assertThat(openssl.waitFor()).as(said).isZero();
            assertThat(said)
                    .contains("ALPN protocol: http/1.1")
                    .contains("Verify return code: 0 (ok)")
                    .doesNotContain("unexpected eof");
            assertThat(stopping.stats().errors()).isZero();
        }
    }

    private Process openssl(Minivoy proxy, String version) throws IOException {
        Process process =
                PeerProcess.start(
                        "openssl",
                        "s_client",
                        "-connect",
                        "127.0.0.1:" + proxy.address().getPort(),
                        "-servername",
                        "localhost",
                        "-CAfile",
                        authority.file().toString(),
                        "-verify_return_error",
                        "-alpn",
                        "http/1.1",
                        version);
        opened(process::destroyForcibly);
        return process;
    }

    @Test
    @PeerTest("wrk")
    void wrkSeesNoErrorAndCountsWhatMinivoyCounts() throws Exception {
        Origin origin = origin(serverTls());
        Minivoy proxy =
                start(
                        ProxyOptions.to(origin.address())
                                .withTls(serverTls())
                                .withUpstreamTls(clientTls())
                                .withThreads(2));
        String url = "https://127.0.0.1:" + proxy.address().getPort() + "/byte/16384";
        String output = PeerProcess.run("wrk", "-t", "1", "-c", "16", "-d", "1s", url);
        Matcher requests = Pattern.compile("(\\d+) requests in").matcher(output);
        assertThat(requests.find()).as(output).isTrue();
        assertThat(output).doesNotContain("Socket errors").doesNotContain("Non-2xx");
        // wrk leaves off in the middle of a request on each of its connections.
        long completed = Long.parseLong(requests.group(1));
        assertThat(proxy.stats().responses(2)).isBetween(completed, completed + 16);
        assertThat(proxy.stats().clientHandshakes()).isBetween(16L, 17L);
        assertThat(proxy.stats().errors(ProxyError.CLIENT_HANDSHAKE_FAILED)).isZero();
    }

    @Test
    @PeerTest("nginx")
    void nginxAnswersByTlsAndMayCloseItsConnectionsAsItLikes() throws Exception {
        int port = freePort();
        Files.write(folder.resolve("file"), content(BODY_BYTES));
        TlsIdentity shown = authority.vouchFor("service.example");
        Path configuration = folder.resolve("nginx.conf");
        Files.writeString(configuration, nginxConfiguration(port, shown));
        startPeer("nginx", "-p", folder.toString(), "-e", "stderr", "-c", configuration.toString());
        InetSocketAddress address = new InetSocketAddress(LOOPBACK, port);
        Eventually.holds(() -> isListening(address));
        Minivoy proxy =
                start(
                        ProxyOptions.to(address)
                                .withUpstreamTls(
                                        clientTls()
                                                .withServerName("service.example")
                                                .withIdentity(authority.vouchFor("minivoy"))));
        RawClient client = plain(proxy);
        for (int i = 0; i < 30; i++) {
            RawResponse response = client.get("/file");
            assertThat(response.status()).isEqualTo(200);
            assertThat(Arrays.equals(response.body(), content(BODY_BYTES))).isTrue();
        }
        // nginx closes each connection after three requests.
        ProxyStats stats = proxy.stats();
        assertThat(stats.upstreamHandshakes()).isBetween(9L, 11L);
        assertThat(stats.upstreamHandshakesResumed()).isGreaterThan(5);
        assertThat(stats.errors()).isZero();
    }

    private String nginxConfiguration(int port, TlsIdentity shown) {
        return """
        daemon off;
        master_process off;
        pid %1$s/nginx.pid;
        events {}
        http {
          access_log off;
          client_body_temp_path %1$s/body-temp;
          proxy_temp_path %1$s/proxy;
          fastcgi_temp_path %1$s/fastcgi;
          uwsgi_temp_path %1$s/uwsgi;
          scgi_temp_path %1$s/scgi;
          keepalive_requests 3;
          ssl_protocols TLSv1.2 TLSv1.3;
          ssl_session_cache shared:all:1m;
          ssl_certificate %3$s;
          ssl_certificate_key %4$s;
          ssl_client_certificate %5$s;
          ssl_verify_client on;
          server {
            listen 127.0.0.1:%2$d ssl;
            root %1$s;
          }
        }
        """
                .formatted(folder, port, shown.certificates(), shown.key(), authority.file());
    }

    private static boolean isListening(InetSocketAddress address) {
        try {
            RawClient.to(address).close();
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    @Test
    @PeerTest("haproxy")
    void haproxyIsAClientByTls() throws Exception {
        int port = freePort();
        Minivoy proxy = start(ProxyOptions.to(origin().address()).withTls(serverTls()));
        Path configuration = folder.resolve("haproxy.cfg");
        Files.writeString(
                configuration,
                """
                global
                    nbthread 1
                defaults
                    mode http
                    timeout connect 5s
                    timeout client 20s
                    timeout server 20s
                listen front
                    bind 127.0.0.1:%d
                    server minivoy 127.0.0.1:%d ssl verify required ca-file %s \
                sni str(localhost) verifyhost localhost
                """
                        .formatted(port, proxy.address().getPort(), authority.file()));
        startPeer("haproxy", "-db", "-f", configuration.toString());
        assertAnswersThrough(port, proxy);
    }

    @Test
    @PeerTest("envoy")
    void envoyIsAClientByTls() throws Exception {
        int port = freePort();
        Minivoy proxy = start(ProxyOptions.to(origin().address()).withTls(serverTls()));
        Path configuration = folder.resolve("envoy.yaml");
        Files.writeString(configuration, envoyConfiguration(port, proxy.address().getPort()));
        startPeer(
                "envoy",
                "-c",
                configuration.toString(),
                "--concurrency",
                "1",
                "--use-dynamic-base-id",
                "--log-level",
                "warning");
        assertAnswersThrough(port, proxy);
    }

    private String envoyConfiguration(int port, int upstreamPort) {
        return """
        static_resources:
          listeners:
          - name: front
            address: {socket_address: {address: 127.0.0.1, port_value: %1$d}}
            filter_chains:
            - filters:
              - name: envoy.filters.network.http_connection_manager
                typed_config:
                  "@type": type.googleapis.com/envoy.extensions.filters.network.\
        http_connection_manager.v3.HttpConnectionManager
                  stat_prefix: front
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
            load_assignment:
              cluster_name: minivoy
              endpoints:
              - lb_endpoints:
                - endpoint:
                    address: {socket_address: {address: 127.0.0.1, port_value: %2$d}}
            transport_socket:
              name: envoy.transport_sockets.tls
              typed_config:
                "@type": type.googleapis.com/envoy.extensions.\
        transport_sockets.tls.v3.UpstreamTlsContext
                sni: localhost
                common_tls_context:
                  tls_params: {tls_maximum_protocol_version: TLSv1_3}
                  validation_context:
                    trusted_ca: {filename: "%3$s"}
                    match_typed_subject_alt_names:
                    - san_type: DNS
                      matcher: {exact: localhost}
        """
                .formatted(port, upstreamPort, authority.file());
    }

    private void assertAnswersThrough(int port, Minivoy proxy) throws Exception {
        InetSocketAddress address = new InetSocketAddress(LOOPBACK, port);
        Eventually.holds(() -> isListening(address));
        RawClient client = opened(RawClient.to(address));
        for (String path : List.of("/byte/", "/chunked/", "/close/")) {
            RawResponse response = client.get(path + BODY_BYTES);
            assertThat(response.status()).isEqualTo(200);
            assertThat(Arrays.equals(response.body(), content(BODY_BYTES))).isTrue();
        }
        client.send("POST /echo HTTP/1.1\r\nHost: h\r\nContent-Length: 6\r\n\r\nabcdef");
        assertThat(client.read().text()).isEqualTo("abcdef");
        assertThat(proxy.stats().requests()).isEqualTo(4);
        assertThat(proxy.stats().clientHandshakes()).isPositive();
        assertThat(proxy.stats().errors()).isZero();
    }
}

package dev.tare.specimen.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import dev.tare.base.time.Sleep;
import dev.tare.io.net.LoopOptions;
import dev.tare.io.net.tls.TestAuthority;
import dev.tare.io.net.tls.TlsClientOptions;
import dev.tare.io.net.tls.TlsIdentity;
import dev.tare.io.net.tls.TlsServerOptions;
import dev.tare.io.net.tls.TlsVersion;
import dev.tare.specimen.Eventually;
import dev.tare.specimen.JdkTls;
import dev.tare.specimen.RawClient;
import dev.tare.specimen.RawResponse;
import dev.tare.specimen.ScriptedServer;
import dev.tare.specimen.origin.Origin;
import dev.tare.specimen.proxy.count.ProxyError;
import dev.tare.specimen.proxy.setup.ProxyOptions;
import dev.tare.testing.SocketTest;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What minivoy does when TLS is refused, is late, or breaks off, on either side. */
@SocketTest
@Timeout(60)
@ParameterizedClass
@MethodSource("dev.tare.specimen.BackEnds#all")
final class MinivoyTlsFailureTest extends MinivoyTlsBed {
    private static final String BY_CONNECTION = "HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n";

    @Parameter LoopOptions loop = LoopOptions.standard();

    @Override
    LoopOptions loop() {
        return loop;
    }

    private static void assertRefused(Minivoy proxy, ProxyError error, int status)
            throws IOException {
        try (RawClient client = RawClient.to(proxy.address())) {
            for (int i = 1; i <= 2; i++) {
                RawResponse response = client.get("/byte/10");
                assertThat(response.status()).isEqualTo(status);
                assertThat(response.text()).isEqualTo(status + " " + error.jsonName() + "\n");
            }
        }
        assertThat(proxy.stats().errors(error)).isEqualTo(2);
        assertThat(proxy.stats().errorsSeen()).containsOnlyKeys(error);
        assertThat(proxy.stats().upstreamConnectionsOpen()).isZero();
    }

    /** minivoy before an origin that shows this certificate. */
    private Minivoy before(TlsIdentity shown, TlsClientOptions tls) throws IOException {
        Origin origin = origin(TlsServerOptions.standard(shown));
        return start(ProxyOptions.to(origin.address()).withUpstreamTls(tls));
    }

    private void assertNotVerified(TlsIdentity shown, String why) throws Exception {
        Minivoy proxy = before(shown, clientTls());
        assertRefused(proxy, ProxyError.UPSTREAM_CERTIFICATE_REFUSED, 502);
        awaitLine("warn tls_failed upstream 127.0.0.1:", why);
        Minivoy believing = before(shown, TlsClientOptions.standard().withoutVerification());
        try (RawClient client = RawClient.to(believing.address())) {
            assertThat(client.get("/byte/10").status()).isEqualTo(200);
        }
    }

    @Test
    void anUpstreamOfAnotherNameIsABadGateway() throws Exception {
        assertNotVerified(
                authority.vouchFor("other.example"), "certificate is for other.example, not");
    }

    @Test
    void anUpstreamWhoseCertificateHasExpiredIsABadGateway() throws Exception {
        assertNotVerified(authority.vouchedYesterday("127.0.0.1"), "certificate has expired");
    }

    @Test
    void anUpstreamThatNobodyVouchesForIsABadGateway() throws Exception {
        TestAuthority stranger = new TestAuthority(folder, "Somebody else's authority");
        assertNotVerified(stranger.vouchFor("127.0.0.1"), "unknown authority");
    }

    @Test
    void anUpstreamMayHaveAnotherNameThanItsAddress() throws IOException {
        TlsClientOptions named = clientTls().withServerName("service.example");
        Minivoy proxy = before(authority.vouchFor("service.example"), named);
        assertThat(plain(proxy).get("/byte/10").status()).isEqualTo(200);
    }

    @Test
    void anUpstreamThatSpeaksNoTlsIsABadGateway() throws Exception {
        try (ScriptedServer server =
                new ScriptedServer((connection, number) -> {
                    connection.skip(1000);
                    connection.send("HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n");
                    connection.isClosedWithoutMore();
                })) {
            Minivoy proxy = start(ProxyOptions.to(server.address()).withUpstreamTls(clientTls()));
            assertRefused(proxy, ProxyError.UPSTREAM_HANDSHAKE_FAILED, 502);
            awaitLine("tls_failed upstream 127.0.0.1:", "does not speak TLS", "HTTP/1.1 400");
        }
    }

    @Test
    void anUpstreamThatNeverAnswersTheHandshakeIsAGatewayTimeout() throws Exception {
        ServerSocket silent = opened(new ServerSocket(0, 10, LOOPBACK));
        Minivoy proxy =
                start(
                        ProxyOptions.to((InetSocketAddress) silent.getLocalSocketAddress())
                                .withUpstreamTls(clientTls())
                                .withTimeouts(timeouts(LONG_NS, SHORT_NS)));
        assertRefused(proxy, ProxyError.UPSTREAM_HANDSHAKE_TIMEOUT, 504);
        awaitLine("tls_failed upstream 127.0.0.1:", "the handshake takes too long");
    }

    @Test
    void anUpstreamThatWantsAnotherVersionIsABadGateway() throws IOException {
        Origin origin = origin(serverTls().withVersions(TlsVersion.TLS_1_2, TlsVersion.TLS_1_2));
        Minivoy proxy =
                start(
                        ProxyOptions.to(origin.address())
                                .withUpstreamTls(
                                        clientTls()
                                                .withVersions(
                                                        TlsVersion.TLS_1_3, TlsVersion.TLS_1_3)));
        assertRefused(proxy, ProxyError.UPSTREAM_HANDSHAKE_FAILED, 502);
    }

    @Test
    void anUpstreamThatWantsACertificateIsABadGateway() throws Exception {
        // With TLS 1.3 the refusal comes after the handshake, and its alert may be lost to a reset.
        Origin origin =
                origin(
                        serverTls()
                                .withClientAuthorities(authority.file())
                                .withVersions(TlsVersion.TLS_1_2, TlsVersion.TLS_1_2));
        Minivoy proxy = start(ProxyOptions.to(origin.address()).withUpstreamTls(clientTls()));
        assertRefused(proxy, ProxyError.UPSTREAM_CERTIFICATE_REFUSED, 502);
        awaitLine("tls_failed upstream 127.0.0.1:", "refuses our certificate");
    }

    @ParameterizedTest
    @EnumSource
    void aClientWithoutACertificateIsRefusedWhereOneIsRequired(TlsVersion version)
            throws Exception {
        Origin origin = origin();
        TlsServerOptions required =
                serverTls().withClientAuthorities(authority.file()).withVersions(version, version);
        Minivoy proxy = start(ProxyOptions.to(origin.address()).withTls(required));
        assertThatIOException().isThrownBy(() -> ask(jdk(), proxy));
        Eventually.holds(() -> proxy.stats().errors(ProxyError.CLIENT_CERTIFICATE_REFUSED) == 1);
        TlsIdentity known = authority.vouchFor("client.example");
        assertThat(ask(JdkTls.trusting(authority.file(), known), proxy)).isEqualTo(200);
        assertThat(proxy.stats().requests()).isEqualTo(1);
        awaitLine("tls_failed client 127.0.0.1:", "no certificate");
    }

    @Test
    void aClientWithoutACertificateIsServedWhereOneIsRequested() throws IOException {
        Origin origin = origin();
        TlsServerOptions requested = serverTls().withOptionalClientAuthorities(authority.file());
        Minivoy proxy = start(ProxyOptions.to(origin.address()).withTls(requested));
        assertThat(ask(jdk(), proxy)).isEqualTo(200);
        TlsIdentity known = authority.vouchFor("client.example");
        assertThat(ask(JdkTls.trusting(authority.file(), known), proxy)).isEqualTo(200);
        assertThat(proxy.stats().errors()).isZero();
    }

    private static int ask(JdkTls by, Minivoy proxy) throws IOException {
        try (RawClient client = by.connect(proxy.address(), "localhost")) {
            return client.get("/byte/10").status();
        }
    }

    @Test
    void aClientThatSpeaksNoTlsIsClosed() throws Exception {
        Minivoy proxy = start(ProxyOptions.to(nowhere()).withTls(serverTls()));
        RawClient client = plain(proxy);
        client.send("GET / HTTP/1.1\r\nHost: h\r\n\r\n");
        assertThat(client.isClosedWithoutMore()).isTrue();
        Eventually.holds(() -> proxy.stats().clientConnectionsOpen() == 0);
        assertThat(proxy.stats().errorsSeen()).containsOnlyKeys(ProxyError.CLIENT_HANDSHAKE_FAILED);
        awaitLine("tls_failed client 127.0.0.1:", "does not speak TLS", "GET / HTTP/1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\26\3\1\2\0\1"})
    void aClientThatDoesNotFinishItsHandshakeIsClosed(String begun) throws Exception {
        Minivoy proxy =
                start(
                        ProxyOptions.to(nowhere())
                                .withTls(serverTls())
                                .withTimeouts(timeouts(SHORT_NS, LONG_NS)));
        RawClient client = plain(proxy).send(begun);
        assertThat(client.isClosedWithoutMore()).isTrue();
        Eventually.holds(() -> proxy.stats().clientConnectionsOpen() == 0);
        assertThat(proxy.stats().errorsSeen())
                .containsOnlyKeys(ProxyError.CLIENT_HANDSHAKE_TIMEOUT);
        awaitLine("tls_failed client 127.0.0.1:", "the handshake takes too long");
    }

    @Test
    void whoOnlyLooksWhetherSomebodyListensIsNoError() throws Exception {
        Minivoy proxy = start(ProxyOptions.to(nowhere()).withTls(serverTls()));
        RawClient.to(proxy.address()).close();
        Eventually.holds(() -> proxy.stats().clientConnectionsAccepted() == 1);
        Eventually.holds(() -> proxy.stats().clientConnectionsOpen() == 0);
        assertThat(proxy.stats().errors()).isZero();
        assertThat(log).isEmpty();
    }

    @Test
    void aClientThatShakesHandsAndIsSilentIsIdle() throws Exception {
        Origin origin = origin();
        Minivoy proxy =
                start(
                        ProxyOptions.to(origin.address())
                                .withTls(serverTls())
                                .withTimeouts(timeouts(SHORT_NS, LONG_NS)));
        RawClient client = secured(proxy);
        Eventually.holds(() -> proxy.stats().clientHandshakes() == 1);
        Sleep.forNs(3 * SHORT_NS);
        assertThat(client.get("/byte/10").status()).isEqualTo(200);
        assertThat(proxy.stats().errors()).isZero();
    }

    @Test
    void aClientInItsHandshakeDoesNotHoldUpAStop() throws Exception {
        Minivoy proxy = start(ProxyOptions.to(nowhere()).withTls(serverTls()));
        RawClient client = plain(proxy).send("\26\3\1");
        Eventually.holds(() -> proxy.stats().clientConnectionsAccepted() == 1);
        proxy.stop();
        proxy.awaitEnd();
        assertThat(client.isClosedWithoutMore()).isTrue();
        assertThat(proxy.stats().errors()).isZero();
    }

    /** Serves each connection by TLS, and closes without close_notify. */
    private InetSocketAddress cutting(String response) throws IOException {
        JdkTls tls = JdkTls.trusting(authority.file(), authority.vouchFor("127.0.0.1"));
        ServerSocket server = opened(new ServerSocket(0, 10, LOOPBACK));
        Thread.ofVirtual()
                .start(() -> {
                    while (!server.isClosed()) {
                        try (Socket plain = server.accept()) {
                            RawClient connection = RawClient.of(tls.accepted(plain));
                            connection.readHeadText();
                            connection.send(response);
                        } catch (IOException e) {
                            // The test is over, or the other side has closed.
                        }
                    }
                });
        return (InetSocketAddress) server.getLocalSocketAddress();
    }

    @ParameterizedTest
    @CsvSource({"true, 1.0", "true, 1.1", "false, 1.0", "false, 1.1"})
    void aBodyThatEndsWithoutAFarewellIsTruncatedForTheClientToo(boolean byTls, String version)
            throws IOException {
        ProxyOptions options =
                ProxyOptions.to(cutting(BY_CONNECTION + "a part")).withUpstreamTls(clientTls());
        Minivoy proxy = start(byTls ? options.withTls(serverTls()) : options);
        RawClient client = byTls ? secured(proxy) : plain(proxy);
        client.send("GET / HTTP/" + version + "\r\nHost: h\r\n\r\n");
        assertThatIOException().isThrownBy(client::read);
        assertThat(proxy.stats().errors(ProxyError.RESPONSE_TRUNCATED)).isEqualTo(1);
    }

    @Test
    void aBodyThatBreaksOffBreaksOffForAClientByTls() throws IOException {
        String part = "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\na part";
        Minivoy proxy =
                start(
                        ProxyOptions.to(cutting(part))
                                .withTls(serverTls())
                                .withUpstreamTls(clientTls()));
        RawClient client = secured(proxy);
        assertThatIOException().isThrownBy(() -> client.get("/"));
        assertThat(proxy.stats().errors(ProxyError.RESPONSE_TRUNCATED)).isEqualTo(1);
    }

    @Test
    void aKeptConnectionThatEndsWithoutAFarewellIsReplaced() throws IOException {
        String whole = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";
        Minivoy proxy = start(ProxyOptions.to(cutting(whole)).withUpstreamTls(clientTls()));
        RawClient client = plain(proxy);
        for (int i = 0; i < 5; i++) {
            assertThat(client.get("/").text()).isEqualTo("ok");
        }
        assertThat(proxy.stats().errors()).isZero();
    }

    @Test
    void aRequestThatBreaksOffIsNotPassedOnAsWhole() throws Exception {
        try (ScriptedServer server =
                new ScriptedServer((connection, number) -> {
                    connection.readHeadText();
                    connection.isClosedWithoutMore();
                })) {
            Minivoy proxy = start(ProxyOptions.to(server.address()).withTls(serverTls()));
            Socket plain = JdkTls.plain(proxy.address());
            RawClient client = RawClient.of(jdk().secured(plain, "localhost"));
            client.send("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 100\r\n\r\na part");
            Eventually.holds(() -> proxy.stats().upstreamBytesSent() > 0);
            plain.close();
            Eventually.holds(() -> proxy.stats().clientConnectionsOpen() == 0);
            assertThat(proxy.stats().errorsSeen()).containsOnlyKeys(ProxyError.CLIENT_ABORTED);
            assertThat(proxy.stats().upstreamConnectionsOpen()).isZero();
        }
    }

    @Test
    void filesThatAreNotWhatTheyShouldBeAreNamed() {
        Path absent = folder.resolve("absent.pem");
        TlsIdentity good = authority.vouchFor("localhost");
        TlsIdentity bad = new TlsIdentity(absent, good.key());
        assertThatIOException()
                .isThrownBy(() ->
                        start(
                                ProxyOptions.to(nowhere())
                                        .withTls(TlsServerOptions.standard(List.of(good, bad)))))
                .withMessageEndingWith("absent.pem: there is no such file");
        assertThatIOException()
                .isThrownBy(() ->
                        start(
                                ProxyOptions.to(nowhere())
                                        .withUpstreamTls(
                                                TlsClientOptions.standard()
                                                        .withAuthorities(absent))))
                .withMessageEndingWith("absent.pem: there is no such file");
    }
}

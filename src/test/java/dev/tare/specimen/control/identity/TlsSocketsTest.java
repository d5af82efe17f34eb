package dev.tare.specimen.control.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tare.base.time.NanoClock;
import dev.tare.io.net.tls.TestAuthority;
import dev.tare.io.net.tls.TlsClientOptions;
import dev.tare.io.net.tls.TlsIdentity;
import dev.tare.io.net.tls.TlsServerOptions;
import dev.tare.specimen.control.probe.HealthCheck;
import dev.tare.specimen.control.probe.HealthProbe;
import dev.tare.specimen.control.process.Endpoint;
import dev.tare.specimen.control.process.StartFailure;
import dev.tare.specimen.origin.Origin;
import dev.tare.specimen.origin.OriginOptions;
import dev.tare.specimen.proxy.Minivoy;
import dev.tare.specimen.proxy.setup.ProxyOptions;
import dev.tare.testing.SocketTest;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The first request to an origin with TLS that runs already: whom it believes, and its words. */
@SocketTest
final class TlsSocketsTest {
    /** What is wrong with certificates must not take as long as this. */
    private static final long LIMIT_NS = 30_000_000_000L;

    @TempDir private Path folder = Path.of("");
    private TestAuthority authority;

    @BeforeEach
    void makeAuthority() {
        authority = new TestAuthority(folder, "authority of the test");
    }

    private static OriginOptions showing(TlsIdentity identity) {
        return OriginOptions.standard().withTls(TlsServerOptions.standard(identity));
    }

    private static int ask(Origin origin, TlsClientOptions options)
            throws IOException, InterruptedException {
        HealthProbe plain = HealthProbe.get("/byte/100", 100);
        Endpoint at = Endpoint.loopback(origin.address().getPort());
        HealthProbe probe =
                new HealthProbe(
                        plain.request(),
                        plain.check(),
                        Optional.of(TlsSockets.of(options, at.host())));
        return HealthCheck.await(NanoClock.system(), "mesh", at, probe, LIMIT_NS, Optional.empty());
    }

    private void assertRefused(OriginOptions origin, TlsClientOptions options, String words)
            throws IOException {
        try (Origin running = Origin.start(origin)) {
            assertThatThrownBy(() -> ask(running, options))
                    .isInstanceOf(StartFailure.class)
                    .hasMessageStartingWith(
                            "mesh at 127.0.0.1:" + running.address().getPort() + ": ")
                    .hasMessageContaining(words)
                    .satisfies(e -> assertThat(e).hasMessageNotContaining("\n"));
        }
    }

    private TlsClientOptions trusting() {
        return TlsClientOptions.standard().withAuthorities(authority.file());
    }

    @Test
    void aHandshakeAloneIsNoErrorOfTheServers() throws Exception {
        InetSocketAddress nobody = new InetSocketAddress(InetAddress.getLoopbackAddress(), 1);
        TlsServerOptions shown = TlsServerOptions.standard(authority.vouchFor("127.0.0.1"));
        try (Minivoy server = Minivoy.start(ProxyOptions.to(nobody).withTls(shown))) {
            Endpoint at = Endpoint.loopback(server.address().getPort());
            for (int i = 0; i < 100; i++) {
                TlsSockets.shakeHands(Optional.of(trusting()), at, List.of("h2"));
            }
            assertThat(server.stats().errors()).as(server.stats().json()).isZero();
        }
    }

    @Test
    void whoeverTheAuthorityVouchesForIsAsked() throws Exception {
        try (Origin origin = Origin.start(showing(authority.vouchFor("127.0.0.1")))) {
            assertThat(ask(origin, trusting())).isEqualTo(1);
        }
    }

    @Test
    void anotherNameThanTheHostsIsExpectedWhereOneIsGiven() throws Exception {
        OriginOptions shop = showing(authority.vouchFor("shop.example"));
        try (Origin origin = Origin.start(shop)) {
            assertThat(ask(origin, trusting().withServerName("shop.example"))).isEqualTo(1);
        }
        assertRefused(
                shop,
                trusting(),
                "its certificate is for shop.example, not 127.0.0.1; name whom to expect: tls:"
                        + " {server-name: NAME} in a plan");
    }

    @Test
    void anUnknownAuthorityIsNamedAtOnce() throws Exception {
        TestAuthority other = new TestAuthority(folder, "somebody else");
        assertRefused(
                showing(other.vouchFor("127.0.0.1")),
                trusting(),
                "its certificate is by an unknown authority: CN=somebody else; name the authority"
                        + " that vouches for it: tls: {ca: FILE} in a plan, ssl_certificate in"
                        + " SMP");
        assertRefused(
                showing(authority.vouchFor("127.0.0.1")),
                TlsClientOptions.standard(),
                "its certificate is by an unknown authority: CN=authority of the test");
    }

    @Test
    void aCertificateOutOfDateIsNamedWithItsDay() throws Exception {
        assertRefused(
                showing(authority.vouchedYesterday("127.0.0.1")),
                trusting(),
                "its certificate has expired: it ended on ");
        assertRefused(
                showing(authority.vouchesTomorrow("127.0.0.1")),
                trusting(),
                "its certificate is not valid yet: it begins on ");
    }

    @Test
    void aPortWithoutTlsIsSaidToBeOne() throws Exception {
        assertRefused(
                OriginOptions.standard(),
                trusting(),
                "it does not speak TLS; write http://, or name the port that does");
    }

    @Test
    void whoeverAnswersIsBelievedWhereNothingIsVerified() throws Exception {
        TestAuthority other = new TestAuthority(folder, "somebody else");
        try (Origin origin = Origin.start(showing(other.vouchedYesterday("another.example")))) {
            assertThat(ask(origin, TlsClientOptions.standard().withoutVerification())).isEqualTo(1);
        }
    }

    @Test
    void aCertificateIsShownWhereOneIsWanted() throws Exception {
        TlsServerOptions mutual =
                TlsServerOptions.standard(authority.vouchFor("127.0.0.1"))
                        .withClientAuthorities(authority.file());
        OriginOptions options = OriginOptions.standard().withTls(mutual);
        try (Origin origin = Origin.start(options)) {
            TlsIdentity own = authority.vouchFor("client.example");
            assertThat(ask(origin, trusting().withIdentity(own))).isEqualTo(1);
        }
        String remedy =
                "name a certificate that it believes: tls: {cert: FILE, key: FILE} in a plan";
        assertRefused(options, trusting(), remedy);
        TlsIdentity strangers =
                new TestAuthority(folder, "somebody else").vouchFor("client.example");
        assertRefused(options, trusting().withIdentity(strangers), remedy);
    }

    @Test
    void filesThatCannotBeUsedAreNamed() throws Exception {
        Path empty = Files.writeString(folder.resolve("empty.pem"), "");
        TlsIdentity own = authority.vouchFor("a");
        TlsIdentity other = authority.vouchFor("b");

        assertThatThrownBy(() ->
                        TlsSockets.of(
                                TlsClientOptions.standard()
                                        .withAuthorities(folder.resolve("absent.pem")),
                                "h"))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("absent.pem: there is no such file");
        assertThatThrownBy(() ->
                        TlsSockets.of(TlsClientOptions.standard().withAuthorities(empty), "h"))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("empty.pem");
        assertThatThrownBy(() ->
                        TlsSockets.of(
                                trusting()
                                        .withIdentity(
                                                new TlsIdentity(own.certificates(), other.key())),
                                "h"))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("does not belong to the first certificate");
    }
}

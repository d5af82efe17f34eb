package dev.tare.io.net.tls;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tare.io.net.IoFailure;
import dev.tare.io.net.tls.TlsFixture.Echo;
import dev.tare.io.net.tls.TlsFixture.End;
import dev.tare.testing.SocketTest;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Whom each side believes, and what the two agree on, by every provider. */
@SocketTest
abstract class TlsTrustContractTest extends TlsBed {
    private InetSocketAddress echo(TlsIdentity identity) throws IOException {
        return listen(serverOptions(identity), Echo::new);
    }

    private String refusal(TlsIdentity identity, String host) throws IOException {
        return refused(clientOptions(), echo(identity), host, IoFailure.TLS_CERTIFICATE).reason();
    }

    private void assertBelievedUnverified(TlsIdentity identity) throws IOException {
        connected(TlsClient.of(unverified()), echo(identity), new End());
    }

    @Test
    void anExpiredCertificateIsRefused() throws IOException {
        TlsIdentity expired = authority.vouchedYesterday("localhost");
        assertThat(refusal(expired, "localhost")).startsWith("certificate has expired");
        assertThat(server().saw("connected")).isFalse();
        assertBelievedUnverified(expired);
    }

    @Test
    void aCertificateOfTomorrowIsRefused() throws IOException {
        TlsIdentity tomorrow = authority.vouchesTomorrow("localhost");
        assertThat(refusal(tomorrow, "localhost")).startsWith("certificate is not valid yet");
    }

    @Test
    void aCertificateForAnotherNameIsRefused() throws IOException {
        TlsIdentity other = authority.vouchFor("other.example", "*.another.example");
        assertThat(refusal(other, "localhost"))
                .isEqualTo("certificate is for other.example, *.another.example, not localhost");
        assertBelievedUnverified(other);
    }

    @Test
    void aCertificateForANameDoesNotSpeakForItsAddress() throws IOException {
        TlsIdentity named = authority.vouchFor("localhost");
        assertThat(refusal(named, "127.0.0.1"))
                .isEqualTo("certificate is for localhost, not 127.0.0.1");
    }

    @Test
    void aCertificateForAnAddressSpeaksForIt() throws IOException {
        InetSocketAddress address = echo(authority.vouchFor("127.0.0.1", "::1"));
        TlsClient client = TlsClient.of(clientOptions());
        for (String host : List.of("127.0.0.1", "[::1]", "0:0:0:0:0:0:0:1")) {
            End end = fixture.connect(client, address, host, new End());
            fixture.until(() -> end.saw("connected") || end.failed());
            assertThat(end.events).containsExactly("connected");
        }
    }

    @Test
    void aCertificateByAnUnknownAuthorityIsRefused() throws IOException {
        TlsIdentity strange = anotherAuthority().vouchFor("localhost");
        assertThat(refusal(strange, "localhost"))
                .isEqualTo("certificate is by an unknown authority: CN=Somebody else's authority");
        assertBelievedUnverified(strange);
    }

    @Test
    void theJdksAuthoritiesDoNotVouchForATest() throws IOException {
        TlsClientOptions options = TlsClientOptions.standard().withProvider(provider());
        InetSocketAddress address = echo(authority.vouchFor("localhost"));
        refused(options, address, "localhost", IoFailure.TLS_CERTIFICATE);
    }

    @Test
    void anotherServerNameIsAskedForAndVerified() throws IOException {
        InetSocketAddress address = echo(authority.vouchFor("shop.example"));
        TlsClientOptions options = clientOptions().withServerName("shop.example");
        End client = connected(TlsClient.of(options), address, new End());
        assertThat(client.facts().serverName()).contains("shop.example");
        assertThat(server().facts().serverName()).contains("shop.example");
        assertThat(client.facts().peerSubject()).contains("CN=shop.example");
    }

    @Test
    void theNameConnectedToIsAskedForUnlessItIsAnAddress() throws IOException {
        InetSocketAddress address = echo(authority.vouchFor("localhost", "127.0.0.1"));
        connected(address, new End());
        assertThat(server().facts().serverName()).contains("localhost");
        TlsClient client = TlsClient.of(clientOptions());
        End end = fixture.connect(client, address, "127.0.0.1", new End());
        fixture.until(() -> end.saw("connected"));
        fixture.until(() -> server().tls().facts().isPresent());
        assertThat(server().facts().serverName()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void bothSidesShowWhoTheyAre(TlsVersion version) throws IOException {
        InetSocketAddress address =
                listen(
                        serverOptions(authority.vouchFor("localhost"))
                                .withClientAuthorities(authority.file()),
                        Echo::new);
        TlsClientOptions options =
                clientOptions()
                        .withVersions(version, version)
                        .withIdentity(authority.vouchForRsa("client.example"));
        End client = connected(TlsClient.of(options), address, new End());
        client.send("hello");
        fixture.until(() -> client.text().equals("hello"));
        assertThat(server().facts().peerSubject()).contains("CN=client.example");
        assertThat(client.facts().protocol()).isEqualTo(version.text());
    }

    @ParameterizedTest
    @EnumSource
    void aClientThatShowsNoCertificateIsRefused(TlsVersion version) throws IOException {
        assertRefusedClient(clientOptions().withVersions(version, version));
        assertThat(server().reason()).isEqualTo("the client has shown no certificate");
    }

    @ParameterizedTest
    @EnumSource
    void aClientWithAStrangersCertificateIsRefused(TlsVersion version) throws IOException {
        assertRefusedClient(
                clientOptions()
                        .withVersions(version, version)
                        .withIdentity(anotherAuthority().vouchFor("client.example")));
        assertThat(server().reason()).contains("unknown authority");
    }

    private void assertRefusedClient(TlsClientOptions options) throws IOException {
        InetSocketAddress address =
                listen(
                        serverOptions(authority.vouchFor("localhost"))
                                .withClientAuthorities(authority.file()),
                        Echo::new);
        End client = fixture.connect(TlsClient.of(options), address, new End());
        fixture.until(client::failed);
        assertThat(client.events).as(client.reason()).endsWith(IoFailure.TLS_CERTIFICATE.name());
        assertThat(client.reason()).contains("refuses our certificate");
        fixture.until(() -> server().failed());
        assertThat(server().events).containsExactly(IoFailure.TLS_CERTIFICATE.name());
    }

    @Test
    void versionsThatHaveNoneInCommonAreNamed() throws IOException {
        InetSocketAddress address =
                listen(
                        serverOptions(authority.vouchFor("localhost"))
                                .withVersions(TlsVersion.TLS_1_2, TlsVersion.TLS_1_2),
                        Echo::new);
        TlsClientOptions options =
                clientOptions().withVersions(TlsVersion.TLS_1_3, TlsVersion.TLS_1_3);
        End client = refused(options, address, "localhost", IoFailure.TLS_HANDSHAKE);
        assertThat(client.reason()).contains("protocol version");
    }

    @Test
    void theServersChoiceOfTheProtocolsOfferedIsTaken() throws IOException {
        InetSocketAddress address =
                listen(
                        serverOptions(authority.vouchFor("localhost"))
                                .withAlpn(List.of("h2", "http/1.1")),
                        Echo::new);
        assertThat(alpn(address, List.of("http/1.1", "h2"))).contains("h2");
        assertThat(server().facts().alpn()).contains("h2");
        assertThat(alpn(address, List.of("http/1.1"))).contains("http/1.1");
        assertThat(alpn(address, List.of())).isEmpty();
    }

    private Optional<String> alpn(InetSocketAddress address, List<String> offered)
            throws IOException {
        TlsClient client = TlsClient.of(clientOptions().withAlpn(offered));
        return connected(client, address, new End()).facts().alpn();
    }

    @ParameterizedTest
    @EnumSource
    void laterConnectionsResumeTheSession(TlsVersion version) throws IOException {
        TlsClient client = TlsClient.of(clientOptions().withVersions(version, version));
        InetSocketAddress address = echo(authority.vouchFor("localhost"));
        assertThat(resumed(client, address)).isFalse();
        for (int i = 0; i < 4; i++) {
            assertThat(resumed(client, address)).as("connection %d", i + 2).isTrue();
            assertThat(server().facts().resumed()).isTrue();
        }
    }

    @ParameterizedTest
    @EnumSource
    void nothingIsResumedWhereThatIsNotWanted(TlsVersion version) throws IOException {
        TlsClient client =
                TlsClient.of(clientOptions().withVersions(version, version).withResumption(false));
        InetSocketAddress address = echo(authority.vouchFor("localhost"));
        for (int i = 0; i < 4; i++) {
            assertThat(resumed(client, address)).isFalse();
        }
    }

    /** Whether a connection that does one round trip was resumed. */
    private boolean resumed(TlsClient client, InetSocketAddress address) throws IOException {
        End end = connected(client, address, new End());
        end.send("hello");
        fixture.until(() -> end.text().equals("hello"));
        boolean resumed = end.facts().resumed();
        end.tls().close();
        fixture.until(() -> server().saw("end"));
        return resumed;
    }
}

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
    private static final String FRONT = "spiffe://tare.local/ns/default/sa/front";
    private static final String BACK = "spiffe://tare.local/ns/default/sa/back";

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
    void aServerIsKnownByItsUriInsteadOfItsName() throws IOException {
        InetSocketAddress address = echo(authority.vouchFor(BACK));
        TlsClientOptions options = clientOptions().withServerUris(List.of(FRONT, BACK));
        End client = connected(TlsClient.of(options), address, new End());
        client.send("hello");
        fixture.until(() -> client.text().equals("hello"));
        assertThat(server().facts().serverName()).contains("localhost");
        TlsClientOptions front = clientOptions().withServerUris(List.of(FRONT));
        assertThat(refused(front, address, "localhost", IoFailure.TLS_CERTIFICATE).reason())
                .isEqualTo("certificate is for %s, not %s".formatted(BACK, FRONT));
        assertThat(refusal(authority.vouchFor(BACK), "localhost"))
                .isEqualTo("certificate is for no host at all, not localhost");
    }

    private String refusalOf(TlsIdentity identity) throws IOException {
        TlsClientOptions options = clientOptions().withServerUris(List.of(BACK));
        return refused(options, echo(identity), "localhost", IoFailure.TLS_CERTIFICATE).reason();
    }

    @Test
    void onlyOneUriIsAnIdentity() throws IOException {
        assertThat(refusalOf(authority.vouchFor("localhost")))
                .isEqualTo("certificate is for no URI at all, not " + BACK);
        assertThat(refusalOf(authority.vouchFor(BACK, FRONT)))
                .isEqualTo("certificate names 2 URIs, and must name one: " + BACK + ", " + FRONT);
        assertThat(refusalOf(authority.vouchFor(BACK + "2"))).startsWith("certificate is for");
        assertThat(refusalOf(authority.vouchForAuthority(BACK)))
                .isEqualTo("certificate is an authority's, and proves nobody's identity");
        assertThat(refusalOf(anotherAuthority().vouchFor(BACK))).contains("unknown authority");
        assertThat(refusalOf(authority.vouchedYesterday(BACK))).contains("has expired");
    }

    private InetSocketAddress echoFor(String... clients) throws IOException {
        return listen(
                serverOptions(authority.vouchFor("localhost"))
                        .withClientAuthorities(authority.file())
                        .withClientUris(List.of(clients)),
                Echo::new);
    }

    @ParameterizedTest
    @EnumSource
    void aClientMustProveToBeOneOfTheUris(TlsVersion version) throws IOException {
        InetSocketAddress address = echoFor(FRONT);
        TlsClientOptions options = clientOptions().withVersions(version, version);
        TlsClientOptions known = options.withIdentity(authority.vouchFor(FRONT, "front.example"));
        End client = connected(TlsClient.of(known), address, new End());
        client.send("hello");
        fixture.until(() -> client.text().equals("hello"));
        assertThat(refusalBy(address, options.withIdentity(authority.vouchFor(BACK))))
                .isEqualTo("certificate is for %s, not %s".formatted(BACK, FRONT));
        assertThat(refusalBy(address, options.withIdentity(authority.vouchFor("front.example"))))
                .isEqualTo("certificate is for no URI at all, not " + FRONT);
        assertThat(refusalBy(address, options.withIdentity(anotherAuthority().vouchFor(FRONT))))
                .contains("unknown authority");
        assertThat(refusalBy(address, options)).isEqualTo("the client has shown no certificate");
    }

    /** What the server says of a client that it refuses. */
    private String refusalBy(InetSocketAddress address, TlsClientOptions options)
            throws IOException {
        return refusalBy(TlsClient.of(options), address, address.getPort());
    }

    private String refusalBy(TlsClient client, InetSocketAddress address, int portOfSessions)
            throws IOException {
        int before = fixture.accepted.size();
        End end = new End();
        end.connection = client.connect(fixture.loop, address, "localhost", portOfSessions, end);
        fixture.until(() -> end.failed() && fixture.accepted.size() > before && server().failed());
        assertThat(end.events).endsWith(IoFailure.TLS_CERTIFICATE.name());
        assertThat(server().events).containsExactly(IoFailure.TLS_CERTIFICATE.name());
        return server().reason();
    }

    /** A ticket is of use only with the server whose clients it was made for. */
    @ParameterizedTest
    @EnumSource
    void noSessionIsResumedWhereOtherUrisAreWanted(TlsVersion version) throws IOException {
        InetSocketAddress address = echoFor(FRONT);
        InetSocketAddress other = echoFor(BACK);
        TlsClient client =
                TlsClient.of(
                        clientOptions()
                                .withVersions(version, version)
                                .withIdentity(authority.vouchFor(FRONT)));
        assertThat(resumed(client, address)).isFalse();
        assertThat(resumed(client, address)).isTrue();
        assertThat(refusalBy(client, other, address.getPort()))
                .isEqualTo("certificate is for %s, not %s".formatted(FRONT, BACK));
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

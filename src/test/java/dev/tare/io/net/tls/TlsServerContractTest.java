package dev.tare.io.net.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.tare.io.net.IoFailure;
import dev.tare.io.net.tls.TlsFixture.Echo;
import dev.tare.io.net.tls.TlsFixture.End;
import dev.tare.testing.SocketTest;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Which certificate a server shows, whom it asks for one, and when its files are read. */
@SocketTest
abstract class TlsServerContractTest extends TlsBed {
    private TlsServerOptions serverOptions(TlsIdentity... identities) {
        return TlsServerOptions.standard(List.of(identities)).withProvider(provider());
    }

    /** Whom the server is by the certificate that it shows when asked for {@code name}. */
    private String shown(InetSocketAddress address, TlsClientOptions options, String name)
            throws IOException {
        TlsClient client = TlsClient.of(options);
        End end = new End();
        fixture.connect(client, address, name, end);
        fixture.until(() -> end.saw("connected") || end.failed());
        assertThat(end.events).as(() -> end.failed() ? end.reason() : "").contains("connected");
        String subject = end.facts().peerSubject().orElseThrow();
        end.tls().close();
        return subject;
    }

    @ParameterizedTest
    @EnumSource
    void theCertificateIsChosenByTheNameAskedFor(TlsVersion version) throws IOException {
        InetSocketAddress address =
                listen(
                        serverOptions(
                                authority.vouchFor("first.example", "127.0.0.1"),
                                authority.vouchForRsa("second.example", "also.example"),
                                authority.vouchFor("*.second.example"),
                                authority.vouchFor("exact.second.example")),
                        Echo::new);
        TlsClientOptions options = clientOptions().withVersions(version, version);
        assertThat(shown(address, options, "first.example")).isEqualTo("CN=first.example");
        assertThat(shown(address, options, "second.example")).isEqualTo("CN=second.example");
        assertThat(shown(address, options, "ALSO.example")).isEqualTo("CN=second.example");
        assertThat(shown(address, options, "a.second.example")).isEqualTo("CN=*.second.example");
        assertThat(shown(address, options, "exact.second.example"))
                .isEqualTo("CN=exact.second.example");
        // Without a name, and for one that none of them has, the first is shown.
        assertThat(shown(address, options, "127.0.0.1")).isEqualTo("CN=first.example");
        TlsClientOptions believing = unverified().withVersions(version, version);
        assertThat(shown(address, believing, "nobody.example")).isEqualTo("CN=first.example");
        assertThat(shown(address, believing, "a.b.second.example")).isEqualTo("CN=first.example");
    }

    @Test
    void aClientThatKnowsOneKindOfKeyIsShownTheCertificateOfThatKind() throws IOException {
        InetSocketAddress address =
                listen(
                        serverOptions(
                                authority.vouchFor("localhost"),
                                authority.vouchForRsa("localhost")),
                        Echo::new);
        TlsClientOptions rsaOnly =
                TlsClientOptions.standard()
                        .withAuthorities(authority.file())
                        .withVersions(TlsVersion.TLS_1_2, TlsVersion.TLS_1_2)
                        .withCiphers("ECDHE-RSA-AES128-GCM-SHA256");
        End client = connected(TlsClient.of(rsaOnly), address, new End());
        assertThat(client.facts().cipher()).containsIgnoringCase("RSA");
    }

    @ParameterizedTest
    @EnumSource
    void aClientIsAskedForACertificateAndMayHaveNone(TlsVersion version) throws IOException {
        TlsServerOptions options =
                serverOptions(authority.vouchFor("localhost"))
                        .withOptionalClientAuthorities(authority.file());
        InetSocketAddress address = listen(options, Echo::new);
        TlsClientOptions nobody = clientOptions().withVersions(version, version);
        connected(TlsClient.of(nobody), address, new End()).send("hello");
        fixture.until(() -> server().text().equals("hello"));
        assertThat(server().facts().peerSubject()).isEmpty();

        TlsIdentity known = authority.vouchFor("client.example");
        connected(TlsClient.of(nobody.withIdentity(known)), address, new End()).send("hello");
        fixture.until(() -> server().text().equals("hello"));
        assertThat(server().facts().peerSubject()).contains("CN=client.example");

        TlsIdentity stranger = anotherAuthority().vouchFor("client.example");
        End refused =
                fixture.connect(TlsClient.of(nobody.withIdentity(stranger)), address, new End());
        fixture.until(refused::failed);
        fixture.until(() -> server().failed());
        assertThat(server().events).containsExactly(IoFailure.TLS_CERTIFICATE.name());
    }

    @Test
    void filesReadAgainCountForNewConnectionsAndOldOnesGoOn() throws IOException {
        TlsIdentity before = authority.vouchFor("localhost", "before.example");
        TlsIdentity after = authority.vouchFor("localhost", "after.example");
        TlsServer server = TlsServer.of(serverOptions(before));
        InetSocketAddress address = fixture.listen(server, Echo::new);
        End old = connected(TlsClient.of(clientOptions()), address, new End());
        replace(before, after);
        server.reload();
        TlsClientOptions asking = clientOptions().withServerName("after.example");
        connected(TlsClient.of(asking), address, new End());
        refused(
                clientOptions().withServerName("before.example"),
                address,
                "localhost",
                IoFailure.TLS_CERTIFICATE);
        old.send("hello");
        fixture.until(() -> old.text().equals("hello"));
    }

    @Test
    void brokenFilesChangeNothing() throws IOException {
        TlsIdentity good = authority.vouchFor("localhost");
        TlsServer server = TlsServer.of(serverOptions(good));
        InetSocketAddress address = fixture.listen(server, Echo::new);
        Files.writeString(good.certificates(), "nonsense");
        assertThatIOException()
                .isThrownBy(server::reload)
                .withMessageContaining(good.certificates().toString());
        connected(TlsClient.of(clientOptions()), address, new End());
    }

    @Test
    void aClientsFilesReadAgainCountForItsNewConnections() throws IOException {
        TestAuthority other = anotherAuthority();
        InetSocketAddress address = listen(serverOptions(other.vouchFor("localhost")), Echo::new);
        Path trusted = authority.file();
        TlsClient client = TlsClient.of(clientOptions());
        End refused = fixture.connect(client, address, new End());
        fixture.until(refused::failed);
        assertThat(refused.reason()).contains("unknown authority");
        Files.copy(other.file(), trusted, StandardCopyOption.REPLACE_EXISTING);
        client.reload();
        connected(client, address, new End());
        Files.writeString(trusted, "nonsense");
        assertThatIOException()
                .isThrownBy(client::reload)
                .withMessageContaining(trusted.toString());
        connected(client, address, new End());
    }

    @Test
    void whatWasResumedIsKnownWithoutFurtherFacts() throws IOException {
        InetSocketAddress address =
                listen(serverOptions(authority.vouchFor("localhost")), Echo::new);
        TlsClient client = TlsClient.of(clientOptions());
        for (int i = 0; i < 2; i++) {
            End end = connected(client, address, new End());
            end.send("hello");
            fixture.until(() -> end.text().equals("hello"));
            assertThat(end.tls().resumed()).isEqualTo(i == 1);
            assertThat(server().tls().resumed()).isEqualTo(i == 1);
            end.tls().close();
            fixture.until(() -> server().saw("end"));
        }
    }

    @Test
    void aServerHasAtLeastOneCertificateAndNotTooMany() {
        TlsIdentity one = authority.vouchFor("localhost");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> TlsServerOptions.standard(List.of()))
                .withMessage("0 certificates: a server has 1 to 1000");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> TlsServerOptions.standard(Collections.nCopies(1001, one)))
                .withMessage("1001 certificates: a server has 1 to 1000");
    }

    private static void replace(TlsIdentity old, TlsIdentity by) throws IOException {
        Files.copy(by.certificates(), old.certificates(), StandardCopyOption.REPLACE_EXISTING);
        Files.copy(by.key(), old.key(), StandardCopyOption.REPLACE_EXISTING);
    }
}

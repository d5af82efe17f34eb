package dev.tare.specimen.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tare.io.net.LoopOptions;
import dev.tare.io.net.tls.TestAuthority;
import dev.tare.io.net.tls.TlsIdentity;
import dev.tare.io.net.tls.TlsServerOptions;
import dev.tare.specimen.JdkTls;
import dev.tare.specimen.RawClient;
import dev.tare.specimen.origin.Origin;
import dev.tare.specimen.proxy.count.ProxyError;
import dev.tare.specimen.proxy.setup.ProxyLimits;
import dev.tare.specimen.proxy.setup.ProxyOptions;
import dev.tare.testing.SocketTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Certificates that change while minivoy runs, by its own watch: each change takes two seconds. */
@SocketTest
@Timeout(60)
final class MinivoyReloadTest extends MinivoyTlsBed {
    @Override
    LoopOptions loop() {
        return LoopOptions.standard();
    }

    private String shown(Minivoy proxy) throws IOException {
        try (SSLSocket socket = jdk().secured(JdkTls.plain(proxy.address()), "localhost")) {
            X509Certificate own = (X509Certificate) socket.getSession().getPeerCertificates()[0];
            return own.getSubjectX500Principal().getName();
        }
    }

    private static void replace(TlsIdentity old, TlsIdentity by) throws IOException {
        Files.copy(by.certificates(), old.certificates(), StandardCopyOption.REPLACE_EXISTING);
        Files.copy(by.key(), old.key(), StandardCopyOption.REPLACE_EXISTING);
    }

    @Test
    void newCertificatesAreShownToNewClientsAndBrokenOnesAreNot() throws Exception {
        Origin origin = origin();
        TlsIdentity identity = authority.vouchFor("first.example", "localhost");
        Minivoy proxy =
                start(
                        ProxyOptions.to(origin.address())
                                .withTls(TlsServerOptions.standard(identity)));
        RawClient early = secured(proxy);
        assertThat(early.get("/byte/10").status()).isEqualTo(200);
        assertThat(shown(proxy)).isEqualTo("CN=first.example");

        replace(identity, authority.vouchFor("second.example", "localhost"));
        awaitLine("info certificates_changed for clients: they are taken up");
        assertThat(shown(proxy)).isEqualTo("CN=second.example");

        Files.writeString(identity.certificates(), "nonsense");
        awaitLine(
                "error certificates_broken for clients: the old ones stay: ",
                identity.certificates().toString());
        assertThat(shown(proxy)).isEqualTo("CN=second.example");
        assertThat(early.get("/byte/10").status()).isEqualTo(200);
        assertThat(proxy.stats().errors()).isZero();
    }

    @Test
    void newAuthoritiesCountForNewConnectionsToTheUpstream() throws Exception {
        Origin origin = origin(serverTls());
        Path trusted = Files.copy(authority.file(), folder.resolve("trusted.pem"));
        Minivoy proxy =
                start(
                        ProxyOptions.to(origin.address())
                                .withUpstreamTls(clientTls().withAuthorities(trusted))
                                .withLimits(new ProxyLimits(100, 0, 1024)));
        RawClient client = plain(proxy);
        assertThat(client.get("/byte/10").status()).isEqualTo(200);
        Files.copy(
                new TestAuthority(folder, "Somebody else's authority").file(),
                trusted,
                StandardCopyOption.REPLACE_EXISTING);
        awaitLine("info certificates_changed for the upstream: they are taken up");
        assertThat(client.get("/byte/10").status()).isEqualTo(502);
        assertThat(proxy.stats().errorsSeen())
                .containsOnlyKeys(ProxyError.UPSTREAM_CERTIFICATE_REFUSED);
    }
}

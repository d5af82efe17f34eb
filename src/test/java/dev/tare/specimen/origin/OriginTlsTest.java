package dev.tare.specimen.origin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import dev.tare.io.net.tls.TlsIdentity;
import dev.tare.io.net.tls.TlsServerOptions;
import dev.tare.specimen.PeerProcess;
import dev.tare.testing.PeerTest;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The origin with TLS, by curl; certificates by OpenSSL. */
@PeerTest({"curl", "openssl"})
final class OriginTlsTest {
    private static final int LARGE_BYTES = 12_000_000;

    @TempDir private Path folder;
    private Path certificate;
    private Path key;

    @BeforeEach
    void makeCertificate() throws Exception {
        certificate = folder.resolve("certificate.pem");
        key = folder.resolve("key.pem");
        PeerProcess.run(
                "openssl",
                "req",
                "-x509",
                "-newkey",
                "ec",
                "-pkeyopt",
                "ec_paramgen_curve:P-256",
                "-nodes",
                "-keyout",
                key.toString(),
                "-out",
                certificate.toString(),
                "-subj",
                "/CN=localhost",
                "-addext",
                "subjectAltName=IP:127.0.0.1");
    }

    private OriginOptions options() {
        return OriginOptions.standard()
                .withTls(TlsServerOptions.standard(new TlsIdentity(certificate, key)));
    }

    private String curl(Origin origin, String path, String... more) throws Exception {
        String[] arguments = new String[more.length + 4];
        arguments[0] = "-sS";
        arguments[1] = "--cacert";
        arguments[2] = certificate.toString();
        arguments[3] = "https://127.0.0.1:" + origin.address().getPort() + path;
        System.arraycopy(more, 0, arguments, 4, more.length);
        return PeerProcess.run("curl", arguments);
    }

    @Test
    void curlGetsWhatItAsksFor() throws Exception {
        try (Origin origin = Origin.start(options())) {
            assertThat(curl(origin, "/byte/100")).hasSize(100);
            assertThat(curl(origin, "/byte/" + LARGE_BYTES)).hasSize(LARGE_BYTES);
            assertThat(curl(origin, "/close/16384")).hasSize(16_384);
            assertThat(curl(origin, "/ready", "--tlsv1.2", "--tls-max", "1.2"))
                    .isEqualTo("ready\n");
        }
    }

    @Test
    void curlSendsWhatItWantsBack() throws Exception {
        Path body = folder.resolve("body");
        Files.writeString(body, "0123456789abcdef".repeat(200_000));
        try (Origin origin = Origin.start(options())) {
            assertThat(curl(origin, "/echo", "--data-binary", "@" + body))
                    .isEqualTo(Files.readString(body));
        }
    }

    @Test
    void aClientWithoutACertificateIsRefusedWhereOneIsWanted() throws Exception {
        TlsServerOptions tls =
                TlsServerOptions.standard(new TlsIdentity(certificate, key))
                        .withClientAuthorities(certificate);
        try (Origin origin = Origin.start(OriginOptions.standard().withTls(tls))) {
            assertThatIOException().isThrownBy(() -> curl(origin, "/byte/100"));
            String[] identity = {"--cert", certificate.toString(), "--key", key.toString()};
            assertThat(curl(origin, "/byte/100", identity)).hasSize(100);
        }
    }

    @Test
    void aFileThatIsNotThereIsNamed() {
        OriginOptions options =
                OriginOptions.standard()
                        .withTls(
                                TlsServerOptions.standard(
                                        new TlsIdentity(folder.resolve("absent.pem"), key)));
        assertThatIOException()
                .isThrownBy(() -> Origin.start(options).close())
                .withMessageEndingWith("absent.pem: there is no such file");
    }
}

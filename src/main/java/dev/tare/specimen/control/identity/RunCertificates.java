package dev.tare.specimen.control.identity;

import dev.tare.specimen.control.process.StartFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.Objects;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManagerFactory;

/**
 * An authority made for one run, and one certificate of it for 127.0.0.1 and localhost, as the PEM
 * files that proxies read. Nothing trusts that authority but the run's own instrument and probes.
 *
 * <p>They are made by {@code keytool}, which lies beside the running {@code java}: see {@code
 * docs/decisions/0011-certificates-by-keytool.md}.
 *
 * <p>Thread-safety: one thread.
 */
public final class RunCertificates implements AutoCloseable {
    /** Names of the files that {@link #copyInto} makes. */
    public static final String CERTIFICATE = "tls-certificate.pem";

    public static final String KEY = "tls-key.pem";

    /** Both in one, as HAProxy wants them. */
    public static final String BOTH = "tls-certificate-and-key.pem";

    private static final String AUTHORITY_ALIAS = "authority";
    private static final String SERVER_ALIAS = "server";

    private final Path folder;
    private final String certificate;
    private final String key;
    private final SSLSocketFactory sockets;
    private final PemFiles files = new PemFiles();

    private RunCertificates(Path folder, KeyStore store, char[] password)
            throws GeneralSecurityException, IOException {
        this.folder = folder;
        Certificate authority = Objects.requireNonNull(store.getCertificate(AUTHORITY_ALIAS));
        Certificate server = Objects.requireNonNull(store.getCertificate(SERVER_ALIAS));
        Key serverKey = Objects.requireNonNull(store.getKey(SERVER_ALIAS, password));
        certificate = PemFiles.certificate(server.getEncoded());
        key = PemFiles.key(serverKey.getEncoded());
        sockets = sockets(authority);
        files.write(authority(), PemFiles.certificate(authority.getEncoded()));
    }

    /**
     * Makes them; takes some seconds.
     *
     * @throws StartFailure when there is no {@code keytool}, or it fails; the message is one line
     */
    public static RunCertificates make() throws StartFailure, InterruptedException {
        return make(KeytoolStore.ofThisJdk());
    }

    static RunCertificates make(Path keytool) throws StartFailure, InterruptedException {
        try (KeytoolStore store = KeytoolStore.open(keytool)) {
            store.makeAuthority(AUTHORITY_ALIAS, "CN=Tare run authority");
            store.makeSigned(
                    SERVER_ALIAS,
                    "CN=127.0.0.1",
                    AUTHORITY_ALIAS,
                    "serverAuth",
                    "ip:127.0.0.1,dns:localhost");
            KeyStore made = store.load();
            return new RunCertificates(
                    Files.createTempDirectory("tare-tls-"), made, store.password());
        } catch (StartFailure e) {
            throw e;
        } catch (IOException | GeneralSecurityException e) {
            throw new StartFailure("certificates for TLS could not be made: " + e.getMessage(), e);
        }
    }

    private static SSLSocketFactory sockets(Certificate authority)
            throws GeneralSecurityException, IOException {
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry(AUTHORITY_ALIAS, authority);
        TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
        trust.init(trusted);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        return context.getSocketFactory();
    }

    /** The authority's certificate, for whoever is to trust it. */
    public Path authority() {
        return folder.resolve("authority.pem");
    }

    /** Sockets that trust this authority and no other. */
    public SSLSocketFactory sockets() {
        return sockets;
    }

    /** Writes certificate and key where a specimen reads them; {@link #close} removes them. */
    public void copyInto(Path where) throws IOException {
        files.write(where.resolve(CERTIFICATE), certificate);
        files.write(where.resolve(KEY), key);
        files.write(where.resolve(BOTH), certificate + key);
    }

    /** Removes every file that was written. */
    @Override
    public void close() throws IOException {
        files.close();
        Files.deleteIfExists(folder);
    }
}

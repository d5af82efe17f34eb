package dev.tare.load.engine;

import dev.tare.io.net.tls.TlsIdentity;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.file.Files;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;

/** What a test's server speaks over a connection that it has accepted. */
interface ServerLayer {
    /** The socket on which to read and write. */
    Socket over(Socket accepted) throws IOException;

    /**
     * TLS by the JDK's own implementation, which shares nothing with the client's.
     *
     * @param identity with a key of elliptic curves
     * @param clients whether a client must have a certificate
     * @param alpn the protocols known
     */
    static ServerLayer tls(TlsIdentity identity, boolean clients, String... alpn) {
        SSLContext context = context(identity);
        return accepted -> {
            SSLSocket secured =
                    (SSLSocket)
                            context.getSocketFactory().createSocket(accepted, "localhost", 0, true);
            secured.setUseClientMode(false);
            SSLParameters parameters = secured.getSSLParameters();
            parameters.setApplicationProtocols(alpn);
            parameters.setNeedClientAuth(clients);
            secured.setSSLParameters(parameters);
            secured.startHandshake();
            return secured;
        };
    }

    private static SSLContext context(TlsIdentity identity) {
        char[] none = new char[0];
        try (InputStream in = Files.newInputStream(identity.certificates())) {
            Certificate certificate =
                    CertificateFactory.getInstance("X.509").generateCertificate(in);
            String pem = Files.readString(identity.key()).replaceAll("-----[^-]+-----|\\s", "");
            PrivateKey key =
                    KeyFactory.getInstance("EC")
                            .generatePrivate(
                                    new PKCS8EncodedKeySpec(Base64.getDecoder().decode(pem)));
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, none);
            store.setKeyEntry("server", key, none, new Certificate[] {certificate});
            KeyManagerFactory keys =
                    KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            keys.init(store, none);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(keys.getKeyManagers(), null, null);
            return context;
        } catch (IOException | GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }
}

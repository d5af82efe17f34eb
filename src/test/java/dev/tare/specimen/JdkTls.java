package dev.tare.specimen;

import dev.tare.io.net.tls.TlsIdentity;
import dev.tare.io.net.tls.certificate.KeyMaterial;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/** Ends of TLS by the JDK's own blocking sockets: they share no code with what they test. */
public final class JdkTls {
    private static final int TIMEOUT_MS = 20_000;
    private static final char[] PASSWORD = {'t', 'e', 's', 't'};

    private final SSLContext context;

    private JdkTls(Path authority, @Nullable TlsIdentity identity) {
        try {
            KeyStore trusted = emptyStore();
            try (InputStream file = Files.newInputStream(authority)) {
                trusted.setCertificateEntry(
                        "authority",
                        CertificateFactory.getInstance("X.509").generateCertificate(file));
            }
            TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
            trust.init(trusted);
            KeyStore own = emptyStore();
            if (identity != null) {
                KeyMaterial keys = KeyMaterial.read(identity.certificates(), identity.key());
                own.setKeyEntry(
                        "own",
                        keys.key(),
                        PASSWORD,
                        keys.certificates().toArray(X509Certificate[]::new));
            }
            KeyManagerFactory keys = KeyManagerFactory.getInstance("PKIX");
            keys.init(own, PASSWORD);
            context = SSLContext.getInstance("TLS");
            context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
        } catch (GeneralSecurityException | IOException e) {
            throw new AssertionError(e);
        }
    }

    private static KeyStore emptyStore() throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        return store;
    }

    /** Ends that believe whom the authority in that file vouches for, and show nothing. */
    public static JdkTls trusting(Path authority) {
        return new JdkTls(authority, null);
    }

    /** The same, showing who they are. */
    public static JdkTls trusting(Path authority, TlsIdentity identity) {
        return new JdkTls(authority, identity);
    }

    /** Connects to a server that must prove to be {@code name}. */
    public RawClient connect(InetSocketAddress address, String name) throws IOException {
        return RawClient.of(secured(plain(address), name));
    }

    /** Connects with a receive buffer of so many bytes, asked for before the connection opens. */
    public RawClient connect(InetSocketAddress address, String name, int receiveBufferBytes)
            throws IOException {
        Socket plain = new Socket();
        plain.setReceiveBufferSize(receiveBufferBytes);
        plain.connect(address, TIMEOUT_MS);
        return RawClient.of(secured(plain, name));
    }

    /** A connection without TLS, for {@link #secured}. */
    public static Socket plain(InetSocketAddress address) throws IOException {
        Socket plain = new Socket();
        plain.connect(address, TIMEOUT_MS);
        return plain;
    }

    /** A client's handshake over a connection; who closes the latter alone says no close_notify. */
    public SSLSocket secured(Socket plain, String name) throws IOException {
        plain.setSoTimeout(TIMEOUT_MS);
        SSLSocket socket =
                (SSLSocket)
                        context.getSocketFactory().createSocket(plain, name, plain.getPort(), true);
        SSLParameters parameters = socket.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        socket.setSSLParameters(parameters);
        socket.startHandshake();
        return socket;
    }

    /** A server's handshake over an accepted connection; closing likewise. */
    public SSLSocket accepted(Socket plain) throws IOException {
        plain.setSoTimeout(TIMEOUT_MS);
        SSLSocket socket = (SSLSocket) context.getSocketFactory().createSocket(plain, null, true);
        socket.startHandshake();
        return socket;
    }
}

package dev.tare.specimen.control.identity;

import dev.tare.io.net.tls.TlsClientOptions;
import dev.tare.io.net.tls.TlsIdentity;
import dev.tare.io.net.tls.certificate.CertificateCheck;
import dev.tare.io.net.tls.certificate.KeyMaterial;
import dev.tare.io.net.tls.certificate.PeerName;
import dev.tare.specimen.control.process.Endpoint;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * The JDK's TLS for single requests, which believes whom the load will believe: the same
 * authorities, the same name, the same words for what is wrong.
 *
 * <p>Thread-safety: any thread.
 */
public final class TlsSockets {
    private static final String IDENTITY_ALIAS = "own";
    private static final int TIMEOUT_MS = 5_000;

    private TlsSockets() {}

    /**
     * A context for one peer.
     *
     * @param options as the load has them; ALPN, ciphers and provider do not count
     * @param host the name or literal address that is connected to
     * @throws IOException when a file cannot be read or does not hold what it should; in one line
     */
    public static SSLContext context(TlsClientOptions options, String host) throws IOException {
        Optional<CertificateCheck> check = Optional.empty();
        if (options.authorities().isPresent()) {
            check = Optional.of(CertificateCheck.by(options.authorities().get()));
        } else if (options.verify()) {
            check = Optional.of(CertificateCheck.byTheJdk());
        }
        PeerName peer = PeerName.of(options.serverName().orElse(host), 0);
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(
                    options.identity().isPresent() ? shown(options.identity().get()) : null,
                    new TrustManager[] {new PeerTrust(check, peer)},
                    null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IOException("TLS cannot be set up: " + e.getMessage(), e);
        }
    }

    /** Makes sockets of that context; see {@link #context}. */
    public static SSLSocketFactory of(TlsClientOptions options, String host) throws IOException {
        SSLSocketFactory sockets = context(options, host).getSocketFactory();
        return options.serverName().isPresent()
                ? new AskingFor(options.serverName().get(), sockets)
                : sockets;
    }

    /**
     * Opens a connection and closes it once it is there, after the handshake if it has one.
     *
     * @param tls how TLS is spoken; empty: it is not
     * @param protocols offered by ALPN; none: nothing is offered
     * @throws IOException when it fails; see {@link TlsTrouble}
     */
    public static void shakeHands(
            Optional<TlsClientOptions> tls, Endpoint to, List<String> protocols)
            throws IOException {
        try (Socket plain = new Socket()) {
            plain.connect(to.socketAddress(), TIMEOUT_MS);
            plain.setSoTimeout(TIMEOUT_MS);
            if (tls.isEmpty()) {
                return;
            }
            // Its own close takes leave; a server would count an error else.
            try (SSLSocket socket =
                    (SSLSocket)
                            of(tls.get(), to.host())
                                    .createSocket(plain, to.host(), to.port(), true)) {
                SSLParameters parameters = socket.getSSLParameters();
                parameters.setApplicationProtocols(protocols.toArray(String[]::new));
                socket.setSSLParameters(parameters);
                socket.startHandshake();
            }
        }
    }

    private static KeyManager[] shown(TlsIdentity identity)
            throws IOException, GeneralSecurityException {
        KeyMaterial own = KeyMaterial.read(identity.certificates(), identity.key());
        char[] password = UUID.randomUUID().toString().toCharArray();
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setKeyEntry(
                IDENTITY_ALIAS,
                own.key(),
                password,
                own.certificates().toArray(X509Certificate[]::new));
        KeyManagerFactory keys = KeyManagerFactory.getInstance("PKIX");
        keys.init(store, password);
        return keys.getKeyManagers();
    }

    /** Believes one peer, or without a check everybody. */
    private static final class PeerTrust extends X509ExtendedTrustManager {
        private final Optional<CertificateCheck> check;
        private final PeerName peer;

        PeerTrust(Optional<CertificateCheck> check, PeerName peer) {
            this.check = check;
            this.peer = peer;
        }

        private void server(X509Certificate[] chain) throws CertificateException {
            if (check.isPresent()) {
                check.get().server(chain, peer);
            }
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine)
                throws CertificateException {
            server(chain);
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket)
                throws CertificateException {
            server(chain);
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type)
                throws CertificateException {
            server(chain);
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine)
                throws CertificateException {
            throw new CertificateException("no client is expected");
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket)
                throws CertificateException {
            throw new CertificateException("no client is expected");
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type)
                throws CertificateException {
            throw new CertificateException("no client is expected");
        }

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }

    /** Sockets over others that ask for a name of their own (SNI). */
    private static final class AskingFor extends SSLSocketFactory {
        private final String name;
        private final SSLSocketFactory sockets;

        AskingFor(String name, SSLSocketFactory sockets) {
            this.name = name;
            this.sockets = sockets;
        }

        @Override
        public Socket createSocket(Socket plain, String host, int port, boolean autoClose)
                throws IOException {
            return sockets.createSocket(plain, name, port, autoClose);
        }

        @Override
        public Socket createSocket(String host, int port) throws IOException {
            return sockets.createSocket(host, port);
        }

        @Override
        public Socket createSocket(String host, int port, InetAddress from, int fromPort)
                throws IOException {
            return sockets.createSocket(host, port, from, fromPort);
        }

        @Override
        public Socket createSocket(InetAddress host, int port) throws IOException {
            return sockets.createSocket(host, port);
        }

        @Override
        public Socket createSocket(InetAddress host, int port, InetAddress from, int fromPort)
                throws IOException {
            return sockets.createSocket(host, port, from, fromPort);
        }

        @Override
        public String[] getDefaultCipherSuites() {
            return sockets.getDefaultCipherSuites();
        }

        @Override
        public String[] getSupportedCipherSuites() {
            return sockets.getSupportedCipherSuites();
        }
    }
}

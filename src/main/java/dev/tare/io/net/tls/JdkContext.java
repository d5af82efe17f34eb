package dev.tare.io.net.tls;

import dev.tare.io.net.tls.certificate.CertificateCheck;
import dev.tare.io.net.tls.certificate.KeyMaterial;
import dev.tare.io.net.tls.certificate.PeerName;
import java.io.IOException;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SNIServerName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/** A context of the JDK's own TLS. Thread-safety: any thread. */
final class JdkContext implements TlsContext {
    private static final int MAX_PORT = 65_535;

    private final SSLContext context;
    private final JdkIdentity identity;
    private final boolean server;
    private final boolean resumes;
    private final String[] versions;
    private final String[] alpn;
    private final boolean wantsClients;
    private final boolean requiresClients;
    private final AtomicInteger lastPort = new AtomicInteger();

    private JdkContext(
            boolean server,
            boolean resumes,
            TlsVersion min,
            TlsVersion max,
            List<String> alpn,
            Optional<CertificateCheck> check,
            boolean certificateRequired,
            List<KeyMaterial> identities)
            throws GeneralSecurityException {
        this.server = server;
        this.resumes = resumes;
        this.alpn = alpn.toArray(String[]::new);
        versions =
                Arrays.stream(TlsVersion.values())
                        .filter(v -> v.compareTo(min) >= 0 && v.compareTo(max) <= 0)
                        .map(TlsVersion::text)
                        .toArray(String[]::new);
        wantsClients = server && check.isPresent();
        requiresClients = wantsClients && certificateRequired;
        context = SSLContext.getInstance("TLS");
        TrustManager[] trust = {new Verifier(check)};
        identity = new JdkIdentity(identities);
        context.init(new KeyManager[] {identity}, trust, null);
        if (!resumes) {
            context.getClientSessionContext().setSessionCacheSize(1);
        }
    }

    static JdkContext ofClient(
            TlsClientOptions options, Optional<CertificateCheck> check, @Nullable KeyMaterial keys)
            throws IOException {
        if (options.ciphers().isPresent()) {
            throw new IOException("ciphers are chosen with BoringSSL only, not with the JDK's TLS");
        }
        try {
            return new JdkContext(
                    false,
                    options.resumption(),
                    options.minVersion(),
                    options.maxVersion(),
                    options.alpn(),
                    check,
                    true,
                    keys == null ? List.of() : List.of(keys));
        } catch (GeneralSecurityException e) {
            throw new IOException("TLS cannot be set up: " + e.getMessage(), e);
        }
    }

    static JdkContext ofServer(TlsServerOptions options, List<KeyMaterial> identities)
            throws IOException {
        if (!options.resumption()) {
            throw new IOException("tickets are withheld with BoringSSL only, not by the JDK's TLS");
        }
        Optional<CertificateCheck> check = Optional.empty();
        if (options.clientAuthorities().isPresent()) {
            check =
                    Optional.of(
                            CertificateCheck.by(options.clientAuthorities().get())
                                    .believingOnly(options.clientUris()));
        }
        try {
            return new JdkContext(
                    true,
                    options.resumption(),
                    options.minVersion(),
                    options.maxVersion(),
                    options.alpn(),
                    check,
                    options.clientCertificateRequired(),
                    identities);
        } catch (GeneralSecurityException e) {
            throw new IOException("TLS cannot be set up: " + e.getMessage(), e);
        }
    }

    @Override
    public TlsEngine newEngine(PeerName peer) {
        SSLEngine engine = context.createSSLEngine(peer.host(), portOfSessions(peer));
        engine.setUseClientMode(!server);
        SSLParameters parameters = engine.getSSLParameters();
        parameters.setProtocols(versions);
        parameters.setApplicationProtocols(alpn);
        if (requiresClients) {
            parameters.setNeedClientAuth(true);
        } else if (wantsClients) {
            parameters.setWantClientAuth(true);
        }
        if (!server) {
            parameters.setServerNames(
                    peer.serverName()
                            .map(name -> List.<SNIServerName>of(new SNIHostName(name)))
                            .orElse(List.of()));
        } else {
            parameters.setUseCipherSuitesOrder(true);
        }
        engine.setSSLParameters(parameters);
        return new JdkEngine(engine, peer, identity);
    }

    /** Sessions are looked for by host and port: a port that is new every time finds none. */
    private int portOfSessions(PeerName peer) {
        return resumes ? peer.port() : 1 + Math.floorMod(lastPort.getAndIncrement(), MAX_PORT);
    }

    /** Judges certificates as {@link CertificateCheck} does; without one, believes everybody. */
    private static final class Verifier extends X509ExtendedTrustManager {
        private final Optional<CertificateCheck> check;

        Verifier(Optional<CertificateCheck> check) {
            this.check = check;
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine)
                throws CertificateException {
            if (check.isPresent()) {
                check.get().server(chain, PeerName.of(engine.getPeerHost(), 0));
            }
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine)
                throws CertificateException {
            if (check.isPresent()) {
                check.get().client(chain);
            }
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket)
                throws CertificateException {
            throw new CertificateException("only engines are verified");
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket)
                throws CertificateException {
            throw new CertificateException("only engines are verified");
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type)
                throws CertificateException {
            throw new CertificateException("only engines are verified");
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type)
                throws CertificateException {
            throw new CertificateException("only engines are verified");
        }

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return check.map(CertificateCheck::authorities).orElse(new X509Certificate[0]);
        }
    }
}

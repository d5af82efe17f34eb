package dev.tare.io.net.tls;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.tare.io.net.IoFailure;
import dev.tare.io.net.tls.certificate.CertificateCheck;
import dev.tare.io.net.tls.certificate.KeyMaterial;
import dev.tare.io.net.tls.certificate.PeerName;
import io.netty.internal.tcnative.SSL;
import io.netty.internal.tcnative.SSLContext;
import io.netty.internal.tcnative.SSLCredential;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.ref.Cleaner;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A context of BoringSSL.
 *
 * <p>1. Danger: sessions use the context's native memory, and the library's callbacks are native
 * references to Java objects, which the collector sees as roots. Fact: what is only reachable from
 * its own cleaning action is never cleaned. Use: callbacks know {@link BoringPeers} and {@link
 * BoringSessions}, never the context; every session holds its context until it is freed; and the
 * context is freed when neither its owner nor a session holds it any more.
 */
final class BoringContext implements TlsContext {
    static final Cleaner CLEANER = Cleaner.create();

    /** Certificates at most between a peer's and its authority. */
    private static final int MAX_CHAIN = 10;

    private static final byte[] SESSION_ID_CONTEXT = "tare".getBytes(US_ASCII);

    private final long context;
    private final boolean server;
    private final BoringPeers peers = new BoringPeers();
    private final BoringSessions sessions = new BoringSessions(peers);
    private final boolean resumes;

    /** Native certificates with their keys, one of which is chosen for each client. */
    private final List<Long> credentials = new ArrayList<>();

    private BoringContext(TlsVersion min, TlsVersion max, boolean server, boolean resumes)
            throws Exception {
        this.server = server;
        this.resumes = resumes;
        int both = SSL.SSL_PROTOCOL_TLSV1_2 | SSL.SSL_PROTOCOL_TLSV1_3;
        context = SSLContext.make(both, server ? SSL.SSL_MODE_SERVER : SSL.SSL_MODE_CLIENT);
        for (TlsVersion version : TlsVersion.values()) {
            if (version.compareTo(min) < 0 || version.compareTo(max) > 0) {
                SSLContext.setOptions(context, optionAgainst(version));
            }
        }
        long address = context;
        BoringSessions heldSessions = sessions;
        List<Long> heldCredentials = credentials;
        CLEANER.register(
                this,
                () -> {
                    heldSessions.freeAll();
                    SSLContext.free(address);
                    heldCredentials.forEach(BoringContext::freeCredential);
                });
    }

    private static int optionAgainst(TlsVersion version) {
        return switch (version) {
            case TLS_1_2 -> SSL.SSL_OP_NO_TLSv1_2;
            case TLS_1_3 -> SSL.SSL_OP_NO_TLSv1_3;
        };
    }

    static BoringContext ofClient(
            TlsClientOptions options, Optional<CertificateCheck> check, @Nullable KeyMaterial keys)
            throws IOException {
        try {
            BoringContext made =
                    new BoringContext(
                            options.minVersion(),
                            options.maxVersion(),
                            false,
                            options.resumption());
            made.configureClient(options, check, keys);
            return made;
        } catch (IOException e) {
            throw e;
        } catch (Exception e) {
            throw new IOException("TLS cannot be set up: " + e.getMessage(), e);
        }
    }

    private void configureClient(
            TlsClientOptions options, Optional<CertificateCheck> check, @Nullable KeyMaterial keys)
            throws Exception {
        if (options.ciphers().isPresent()) {
            chooseCiphers(options.ciphers().get());
        }
        offer(options.alpn());
        verifyBy(check, true);
        if (keys != null) {
            show(keys);
        } else {
            BoringPeers asking = peers;
            SSLContext.setCertificateCallback(
                    context, (session, keyTypes, issuers) -> asking.wantsCertificate(session));
        }
        if (resumes) {
            SSLContext.setSessionCacheMode(
                    context,
                    SSL.SSL_SESS_CACHE_CLIENT
                            | SSL.SSL_SESS_CACHE_NO_INTERNAL_LOOKUP
                            | SSL.SSL_SESS_CACHE_NO_INTERNAL_STORE);
            SSLContext.setSSLSessionCache(context, sessions);
        } else {
            SSLContext.setOptions(context, SSL.SSL_OP_NO_TICKET);
        }
    }

    private void chooseCiphers(String list) throws IOException {
        try {
            SSLContext.setCipherSuite(context, list, false);
        } catch (Exception e) {
            throw new IOException(
                    "none of the ciphers '%s' is known; write them as OpenSSL does,".formatted(list)
                            + " such as ECDHE-RSA-AES128-GCM-SHA256",
                    e);
        }
    }

    static BoringContext ofServer(TlsServerOptions options, List<KeyMaterial> identities)
            throws IOException {
        try {
            BoringContext made =
                    new BoringContext(
                            options.minVersion(), options.maxVersion(), true, options.resumption());
            made.configureServer(options, identities);
            return made;
        } catch (IOException e) {
            throw e;
        } catch (Exception e) {
            throw new IOException("TLS cannot be set up: " + e.getMessage(), e);
        }
    }

    private void configureServer(TlsServerOptions options, List<KeyMaterial> identities)
            throws Exception {
        offer(options.alpn());
        if (identities.size() == 1) {
            show(identities.getFirst());
        } else {
            showByName(identities);
        }
        if (options.clientAuthorities().isPresent()) {
            CertificateCheck check =
                    CertificateCheck.by(options.clientAuthorities().get())
                            .believingOnly(options.clientUris());
            verifyBy(Optional.of(check), options.clientCertificateRequired());
            long names = pem("CERTIFICATE", encoded(List.of(check.authorities())));
            try {
                SSLContext.setCACertificateBio(context, names);
            } finally {
                SSL.freeBIO(names);
            }
        }
        SSLContext.setSessionIdContext(context, SESSION_ID_CONTEXT);
        if (!resumes) {
            SSLContext.setOptions(context, SSL.SSL_OP_NO_TICKET);
        }
    }

    private void offer(List<String> alpn) {
        if (!alpn.isEmpty()) {
            SSLContext.setAlpnProtos(
                    context, alpn.toArray(String[]::new), SSL.SSL_SELECTOR_FAILURE_NO_ADVERTISE);
        }
    }

    private void verifyBy(Optional<CertificateCheck> check, boolean required) {
        SSLContext.setCertVerifyCallback(context, new BoringVerifier(check, !server, peers));
        int mode = required ? SSL.SSL_CVERIFY_REQUIRED : SSL.SSL_CVERIFY_OPTIONAL;
        SSLContext.setVerify(context, mode, MAX_CHAIN);
    }

    /** What to show whoever asks who this side is. */
    private void show(KeyMaterial keys) throws Exception {
        long credential = credential(keys);
        try {
            SSLContext.addCredential(context, credential);
        } finally {
            freeCredential(credential);
        }
    }

    /** Shows every client what speaks for the name that it asks for. */
    private void showByName(List<KeyMaterial> identities) throws Exception {
        for (KeyMaterial keys : identities) {
            credentials.add(credential(keys));
        }
        List<Long> all = credentials;
        IdentityChoice choice = IdentityChoice.among(identities);
        SSLContext.setCertificateCallback(
                context,
                (session, keyTypes, issuers) -> {
                    for (int number : choice.forName(SSL.getSniHostname(session))) {
                        SSL.addCredential(session, all.get(number));
                    }
                });
    }

    /** A native certificate with its key, which the caller frees. */
    private static long credential(KeyMaterial keys) throws Exception {
        long credential = SSLCredential.newX509();
        long certificates = pem("CERTIFICATE", encoded(keys.certificates()));
        long keyText = pem("PRIVATE KEY", List.of(keys.key().getEncoded()));
        long chain = 0;
        long key = 0;
        try {
            chain = SSL.parseX509Chain(certificates);
            key = SSL.parsePrivateKey(keyText, null);
            SSLCredential.setCertChain(credential, chain);
            SSLCredential.setPrivateKey(credential, key);
            return credential;
        } catch (Exception e) {
            freeCredential(credential);
            throw e;
        } finally {
            SSL.freePrivateKey(key);
            if (chain != 0) {
                SSL.freeX509Chain(chain);
            }
            SSL.freeBIO(keyText);
            SSL.freeBIO(certificates);
        }
    }

    private static void freeCredential(long credential) {
        try {
            SSLCredential.free(credential);
        } catch (Exception e) {
            throw new IllegalStateException("a certificate cannot be freed", e);
        }
    }

    private static List<byte[]> encoded(List<X509Certificate> certificates)
            throws CertificateEncodingException {
        byte[][] all = new byte[certificates.size()][];
        for (int i = 0; i < all.length; i++) {
            all[i] = certificates.get(i).getEncoded();
        }
        return Arrays.asList(all);
    }

    /** A native buffer with PEM blocks in it, which the caller frees. */
    private static long pem(String label, List<byte[]> blocks) throws Exception {
        StringBuilder text = new StringBuilder();
        for (byte[] block : blocks) {
            text.append("-----BEGIN ").append(label).append("-----\n");
            text.append(Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(block));
            text.append("\n-----END ").append(label).append("-----\n");
        }
        long bio = SSL.newMemBIO();
        try (Arena arena = Arena.ofConfined()) {
            byte[] bytes = text.toString().getBytes(US_ASCII);
            MemorySegment copy = arena.allocateFrom(ValueLayout.JAVA_BYTE, bytes);
            SSL.bioWrite(bio, copy.address(), bytes.length);
            copy.fill((byte) 0);
        }
        return bio;
    }

    @Override
    public TlsEngine newEngine(PeerName peer) throws TlsFailure {
        try {
            return new BoringEngine(this, peer);
        } catch (RuntimeException e) {
            throw new TlsFailure(
                    IoFailure.TLS_HANDSHAKE, "no session can be begun: " + e.getMessage());
        }
    }

    long address() {
        return context;
    }

    boolean isServer() {
        return server;
    }

    BoringPeers peers() {
        return peers;
    }

    /** A session to resume, whose reference is the caller's; 0 if there is none. */
    long sessionFor(PeerName peer) {
        return resumes && !server ? sessions.take(peer.sessionKey()) : 0;
    }
}

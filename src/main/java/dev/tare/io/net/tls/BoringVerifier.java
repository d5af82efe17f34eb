package dev.tare.io.net.tls;

import dev.tare.io.net.tls.certificate.CertificateCheck;
import dev.tare.io.net.tls.certificate.CertificateFault;
import io.netty.internal.tcnative.CertificateVerifier;
import java.io.ByteArrayInputStream;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Optional;

/** Judges the certificates that BoringSSL is shown. Thread-safety: any thread. */
final class BoringVerifier extends CertificateVerifier {
    private final Optional<CertificateCheck> check;
    private final boolean ofServers;
    private final BoringPeers peers;

    /**
     * @param check how to judge; empty believes everybody
     * @param ofServers whether it is servers that are judged, or clients
     */
    BoringVerifier(Optional<CertificateCheck> check, boolean ofServers, BoringPeers peers) {
        this.check = check;
        this.ofServers = ofServers;
        this.peers = peers;
    }

    @Override
    public int verify(long session, byte[][] encoded, String authentication) {
        BoringPeers.Peer peer = peers.of(session);
        if (check.isEmpty()) {
            return X509_V_OK;
        }
        if (peer == null) {
            return X509_V_ERR_UNSPECIFIED;
        }
        try {
            X509Certificate[] chain = parse(encoded);
            if (ofServers) {
                check.get().server(chain, peer.name());
            } else {
                check.get().client(chain);
            }
            return X509_V_OK;
        } catch (CertificateFault fault) {
            peer.refused(fault);
            return switch (fault.kind()) {
                case OUT_OF_DATE -> X509_V_ERR_CERT_HAS_EXPIRED;
                case UNKNOWN_AUTHORITY -> X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY;
                case OTHER_NAME -> X509_V_ERR_HOSTNAME_MISMATCH;
                case BAD -> X509_V_ERR_CERT_REJECTED;
            };
        }
    }

    private static X509Certificate[] parse(byte[][] encoded) throws CertificateFault {
        X509Certificate[] chain = new X509Certificate[encoded.length];
        try {
            CertificateFactory factory = CertificateFactory.getInstance("X.509");
            for (int i = 0; i < chain.length; i++) {
                chain[i] =
                        (X509Certificate)
                                factory.generateCertificate(new ByteArrayInputStream(encoded[i]));
            }
        } catch (CertificateException e) {
            throw new CertificateFault(
                    CertificateFault.Kind.BAD, "certificate cannot be read: " + e.getMessage());
        }
        return chain;
    }
}

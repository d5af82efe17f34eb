package dev.tare.io.net.tls;

import dev.tare.io.net.tls.certificate.CertificateFault;
import dev.tare.io.net.tls.certificate.PeerName;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Whom the sessions of one context speak to, by the session's address: what the library's callbacks
 * have to go by.
 *
 * <p>Thread-safety: any thread.
 */
final class BoringPeers {
    /** One session's other side. Belongs to the session's thread. */
    static final class Peer {
        private final PeerName name;
        private @Nullable CertificateFault fault;
        private boolean wantsCertificate;

        Peer(PeerName name) {
            this.name = name;
        }

        PeerName name() {
            return name;
        }

        /** Why its certificate was refused. */
        @Nullable CertificateFault fault() {
            return fault;
        }

        /** Whether it has asked for a certificate where there is none to show. */
        boolean wantsCertificate() {
            return wantsCertificate;
        }

        void refused(CertificateFault reason) {
            fault = reason;
        }
    }

    private final Map<Long, Peer> peers = new ConcurrentHashMap<>();

    Peer add(long session, PeerName name) {
        Peer peer = new Peer(name);
        peers.put(session, peer);
        return peer;
    }

    @Nullable Peer of(long session) {
        return peers.get(session);
    }

    void wantsCertificate(long session) {
        Peer peer = peers.get(session);
        if (peer != null) {
            peer.wantsCertificate = true;
        }
    }

    void remove(long session) {
        peers.remove(session);
    }
}

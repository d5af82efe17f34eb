package dev.tare.io.net.tls;

import io.netty.internal.tcnative.SSLSession;
import io.netty.internal.tcnative.SSLSessionCache;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;

/**
 * The sessions that a client can resume, the newest first, by host and port. A session of TLS 1.3
 * is used once (RFC 8446, appendix C.4), one of TLS 1.2 again and again.
 *
 * <p>Thread-safety: any thread. Each session kept is a reference to native memory.
 */
final class BoringSessions implements SSLSessionCache {
    static final int MAX_PEERS = 64;
    static final int MAX_SESSIONS_A_PEER = 1024;

    private static final long NONE = -1;

    private final BoringPeers peers;
    private final Map<String, ArrayDeque<Long>> kept = new HashMap<>();

    BoringSessions(BoringPeers peers) {
        this.peers = peers;
    }

    /** Called by BoringSSL; true takes over its reference. */
    @Override
    public boolean sessionCreated(long connection, long session) {
        BoringPeers.Peer peer = peers.of(connection);
        return peer != null && keep(peer.name().sessionKey(), session);
    }

    /** Asked by servers only. */
    @Override
    public long getSession(long connection, byte[] id) {
        return NONE;
    }

    private synchronized boolean keep(String key, long session) {
        ArrayDeque<Long> sessions = kept.get(key);
        if (sessions == null) {
            if (kept.size() == MAX_PEERS) {
                return false;
            }
            sessions = new ArrayDeque<>();
            kept.put(key, sessions);
        }
        if (sessions.size() == MAX_SESSIONS_A_PEER) {
            SSLSession.free(sessions.removeLast());
        }
        sessions.addFirst(session);
        return true;
    }

    /** A session to resume, whose reference is the caller's; 0 if there is none. */
    synchronized long take(String key) {
        ArrayDeque<Long> sessions = kept.get(key);
        if (sessions == null || sessions.isEmpty()) {
            return 0;
        }
        long session = sessions.getFirst();
        if (SSLSession.shouldBeSingleUse(session)) {
            sessions.removeFirst();
        } else {
            SSLSession.upRef(session);
        }
        return session;
    }

    synchronized void freeAll() {
        kept.values().forEach(sessions -> sessions.forEach(SSLSession::free));
        kept.clear();
    }
}

package dev.tare.specimen.proxy.count;

import dev.tare.io.net.tls.TlsSuite;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * By which versions and ciphers the connections of a listener or to a cluster are encrypted, as one
 * loop has counted their handshakes.
 *
 * <p>Thread-safety: the loop's thread alone adds; any thread reads. Allocation: some a handshake.
 */
public final class HandshakeCounters {
    /** Different ones at most; what comes beyond is counted as {@link #OTHERS}. */
    static final int MAX_SUITES = 64;

    /** Those that found no place of their own. */
    static final TlsSuite OTHERS = new TlsSuite("other", "other");

    private final Map<TlsSuite, Long> counts = new ConcurrentHashMap<>();

    /** A handshake is finished. */
    public void add(TlsSuite negotiated) {
        boolean hasPlace = counts.containsKey(negotiated) || counts.size() < MAX_SUITES;
        counts.merge(hasPlace ? negotiated : OTHERS, 1L, Long::sum);
    }

    /** How many there were so far, by what was negotiated. */
    Map<TlsSuite, Long> counts() {
        return Map.copyOf(counts);
    }
}

package dev.tare.specimen.proxy.count;

import dev.tare.io.net.tls.TlsSuite;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * How many finished TLS handshakes have negotiated the same, by one listener or with one cluster.
 *
 * @param side with whom
 * @param name of the listener or of the cluster
 * @param suite what was really negotiated
 * @param count since the start of minivoy, or of the cluster as it is configured now
 */
public record HandshakeStats(Peer side, String name, TlsSuite suite, long count) {
    /** Whom a connection is with. */
    public enum Peer {
        CLIENT,
        UPSTREAM;

        public String text() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** What several loops have counted of one listener or cluster, together. */
    public static List<HandshakeStats> sum(
            Peer side, String name, Stream<HandshakeCounters> loops) {
        Map<TlsSuite, Long> counts =
                new TreeMap<>(
                        Comparator.comparing(TlsSuite::protocol).thenComparing(TlsSuite::cipher));
        loops.forEach(loop ->
                loop.counts().forEach((suite, count) -> counts.merge(suite, count, Long::sum)));
        List<HandshakeStats> sums = new ArrayList<>();
        counts.forEach((suite, count) -> sums.add(new HandshakeStats(side, name, suite, count)));
        return sums;
    }
}

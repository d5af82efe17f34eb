package dev.tare.load.ledger;

import dev.tare.base.core.TcpSummary;
import dev.tare.load.result.TransportFacts;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Collects what a load's connections really were.
 *
 * <p>Thread-safety: belongs to one thread at a time. Allocation: at the first of each kind.
 */
public final class TransportRecorder {
    private static final String OTHER = "other reasons";

    /** How many connections of a loop the kernel is asked about. */
    static final int MAX_SAMPLED = 16;

    private final Map<String, Long> addresses = new TreeMap<>();
    private final Map<String, Long> protocols = new TreeMap<>();
    private final Map<String, Long> failures = new TreeMap<>();
    private final List<long[]> roundTripsNs = new ArrayList<>();
    private long segmentsSent;
    private long segmentsRepeated;
    private long resumed;

    /** So many connections were opened to an address; 0 leaves no trace. */
    public void addAddress(SocketAddress address, long connections) {
        if (connections > 0) {
            addresses.merge(text(address), connections, Long::sum);
        }
    }

    /** An address as results have it, such as {@code 127.0.0.1:8080} or {@code [::1]:8080}. */
    public static String text(SocketAddress address) {
        if (!(address instanceof InetSocketAddress internet)) {
            return "unix:" + address;
        }
        String host = internet.getAddress().getHostAddress();
        return (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + internet.getPort();
    }

    /** A connection was opened, on which this is spoken. */
    public void countProtocol(String protocol, boolean sessionResumed) {
        protocols.merge(protocol, 1L, Long::sum);
        if (sessionResumed) {
            resumed++;
        }
    }

    /**
     * An attempt has failed; beyond {@link TransportFacts#MAX_REASONS} reasons are put together.
     */
    public void countFailure(String reason) {
        boolean room =
                failures.containsKey(reason) || failures.size() < TransportFacts.MAX_REASONS - 1;
        failures.merge(room ? reason : OTHER, 1L, Long::sum);
    }

    /** Whether one more connection may be added by {@link #addConnection}. */
    public boolean wantsAnother() {
        return roundTripsNs.size() < MAX_SAMPLED;
    }

    /** What the kernel knows of a connection; see {@link TcpSummary}. */
    public void addConnection(long roundTripNs, long minRoundTripNs, long sent, long repeated) {
        roundTripsNs.add(new long[] {roundTripNs, minRoundTripNs});
        segmentsSent += sent;
        segmentsRepeated += repeated;
    }

    private TcpSummary connections() {
        if (roundTripsNs.isEmpty()) {
            return TcpSummary.NONE;
        }
        long[] smoothed = roundTripsNs.stream().mapToLong(times -> times[0]).sorted().toArray();
        return new TcpSummary(
                smoothed.length,
                segmentsSent,
                segmentsRepeated,
                roundTripsNs.stream().mapToLong(times -> times[1]).min().orElse(0),
                smoothed[smoothed.length / 2]);
    }

    /** Adds what another thread's recorder has. */
    public void add(TransportRecorder other) {
        other.addresses.forEach((address, count) -> addresses.merge(address, count, Long::sum));
        other.protocols.forEach((protocol, count) -> protocols.merge(protocol, count, Long::sum));
        other.failures.forEach((reason, count) -> failures.merge(reason, count, Long::sum));
        resumed += other.resumed;
        roundTripsNs.addAll(other.roundTripsNs);
        segmentsSent += other.segmentsSent;
        segmentsRepeated += other.segmentsRepeated;
    }

    /** A copy of what was collected. */
    public TransportFacts facts() {
        return new TransportFacts(addresses, protocols, resumed, failures, connections());
    }
}

package dev.tare.load.ledger;

import dev.tare.load.result.TransportFacts;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.Map;
import java.util.TreeMap;

/**
 * Collects what a load's connections really were.
 *
 * <p>Thread-safety: belongs to one thread at a time. Allocation: at the first of each kind.
 */
public final class TransportRecorder {
    private static final String OTHER = "other reasons";

    private final Map<String, Long> addresses = new TreeMap<>();
    private final Map<String, Long> protocols = new TreeMap<>();
    private final Map<String, Long> failures = new TreeMap<>();
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

    /** Adds what another thread's recorder has. */
    public void add(TransportRecorder other) {
        other.addresses.forEach((address, count) -> addresses.merge(address, count, Long::sum));
        other.protocols.forEach((protocol, count) -> protocols.merge(protocol, count, Long::sum));
        other.failures.forEach((reason, count) -> failures.merge(reason, count, Long::sum));
        resumed += other.resumed;
    }

    /** A copy of what was collected. */
    public TransportFacts facts() {
        return new TransportFacts(addresses, protocols, resumed, failures);
    }
}

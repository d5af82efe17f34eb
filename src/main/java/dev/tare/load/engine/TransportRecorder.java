package dev.tare.load.engine;

import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.Map;
import java.util.TreeMap;

/**
 * Collects what a load's connections really were.
 *
 * <p>Thread-safety: belongs to one thread at a time. Allocation: at the first of each kind.
 */
final class TransportRecorder {
    private static final String OTHER = "other reasons";

    private final Map<String, Long> addresses = new TreeMap<>();
    private final Map<String, Long> protocols = new TreeMap<>();
    private final Map<String, Long> failures = new TreeMap<>();
    private long resumed;

    void addAddress(SocketAddress address, long connections) {
        if (connections > 0) {
            addresses.merge(text(address), connections, Long::sum);
        }
    }

    private static String text(SocketAddress address) {
        if (!(address instanceof InetSocketAddress internet)) {
            return "unix:" + address;
        }
        String host = internet.getAddress().getHostAddress();
        return (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + internet.getPort();
    }

    void countProtocol(String protocol, boolean sessionResumed) {
        protocols.merge(protocol, 1L, Long::sum);
        if (sessionResumed) {
            resumed++;
        }
    }

    void countFailure(String reason) {
        boolean room =
                failures.containsKey(reason) || failures.size() < TransportFacts.MAX_REASONS - 1;
        failures.merge(room ? reason : OTHER, 1L, Long::sum);
    }

    void add(TransportRecorder other) {
        other.addresses.forEach((address, count) -> addresses.merge(address, count, Long::sum));
        other.protocols.forEach((protocol, count) -> protocols.merge(protocol, count, Long::sum));
        other.failures.forEach((reason, count) -> failures.merge(reason, count, Long::sum));
        resumed += other.resumed;
    }

    TransportFacts facts() {
        return new TransportFacts(addresses, protocols, resumed, failures);
    }
}

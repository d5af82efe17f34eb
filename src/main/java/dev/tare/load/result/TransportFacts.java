package dev.tare.load.result;

import dev.tare.base.core.TcpSummary;
import java.util.Map;

/**
 * What a load's connections really were. Each map counts connections that were opened, from the
 * begin of opening to the end of the drain.
 *
 * @param addresses by the address connected to, such as {@code 127.0.0.1:8080}
 * @param protocols by what was negotiated, such as {@code HTTP/1.1} or {@code HTTP/2, TLSv1.3,
 *     TLS_AES_128_GCM_SHA256}
 * @param resumed connections whose TLS session was resumed
 * @param failures attempts that failed, by why, such as {@code refused} or {@code certificate has
 *     expired}; at most {@link #MAX_REASONS} reasons
 * @param connections what the kernel knew of some of them at the end
 */
public record TransportFacts(
        Map<String, Long> addresses,
        Map<String, Long> protocols,
        long resumed,
        Map<String, Long> failures,
        TcpSummary connections) {
    public static final int MAX_REASONS = 32;
    public static final TransportFacts NONE = new TransportFacts(Map.of(), Map.of(), 0, Map.of());

    /** Without what the kernel knew. */
    public TransportFacts(
            Map<String, Long> addresses,
            Map<String, Long> protocols,
            long resumed,
            Map<String, Long> failures) {
        this(addresses, protocols, resumed, failures, TcpSummary.NONE);
    }

    public TransportFacts {
        addresses = Map.copyOf(addresses);
        protocols = Map.copyOf(protocols);
        failures = Map.copyOf(failures);
    }
}

package dev.tare.specimen.proxy.config;

import java.util.List;
import java.util.Optional;

/**
 * Servers that can stand in for each other, and how they are used.
 *
 * @param name unique, for routes, counters and messages
 * @param protocol what is spoken with them
 * @param tls how, if it is TLS
 * @param endpoints 1 to {@link #MAX_ENDPOINTS}, each address once
 * @param balancing how one is chosen
 * @param timeouts how long they may take
 * @param idleConnections how many each thread keeps open to each endpoint without a request, 0 to
 *     {@link BreakerLimits#MAX}
 * @param healthCheck how they are asked whether they can serve
 * @param outlier when one is left alone for a while
 * @param panicPercent below this share of usable endpoints all are used, 0 to 100; 0 for never
 * @param breakers what they are burdened with at most
 * @param retryBudget how many retries there may be
 */
public record ClusterConfig(
        String name,
        HttpProtocol protocol,
        Optional<TlsConfig.Client> tls,
        List<EndpointConfig> endpoints,
        Balancing balancing,
        ClusterTimeouts timeouts,
        int idleConnections,
        Optional<HealthCheckPolicy> healthCheck,
        Optional<OutlierPolicy> outlier,
        int panicPercent,
        BreakerLimits breakers,
        RetryBudgetPolicy retryBudget) {
    public static final int MAX_ENDPOINTS = 1024;
    public static final int STANDARD_IDLE_CONNECTIONS = 1024;
    public static final int STANDARD_PANIC_PERCENT = 50;

    /** The greatest sum of weights under ring hash: each takes 160 points of the ring. */
    public static final int MAX_RING_WEIGHT = 4096;

    public ClusterConfig {
        endpoints = List.copyOf(endpoints);
        Range.name("name", name);
        Range.size("endpoints", endpoints, 1, MAX_ENDPOINTS);
        Range.unique(
                "endpoints",
                "endpoints",
                endpoints.stream().map(endpoint -> endpoint.address().text()).toList());
        Range.count("idle_connections", idleConnections, 0, BreakerLimits.MAX);
        Range.count("panic_percent", panicPercent, 0, 100);
        int weight = endpoints.stream().mapToInt(EndpointConfig::weight).sum();
        if (balancing instanceof Balancing.RingHash && weight > MAX_RING_WEIGHT) {
            throw new ConfigFault(
                    "endpoints",
                    "weigh %d together; at most %d with ring_hash: divide the weights"
                            .formatted(weight, MAX_RING_WEIGHT));
        }
    }

    /** Endpoints in turn, without checks and with the standard limits. */
    public static ClusterConfig of(String name, List<EndpointConfig> endpoints) {
        return new ClusterConfig(
                name,
                HttpProtocol.HTTP1,
                Optional.empty(),
                endpoints,
                new Balancing.RoundRobin(),
                ClusterTimeouts.standard(),
                STANDARD_IDLE_CONNECTIONS,
                Optional.empty(),
                Optional.empty(),
                STANDARD_PANIC_PERCENT,
                BreakerLimits.standard(),
                RetryBudgetPolicy.standard());
    }
}

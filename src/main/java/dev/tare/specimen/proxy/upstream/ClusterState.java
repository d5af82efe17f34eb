package dev.tare.specimen.proxy.upstream;

import dev.tare.specimen.proxy.config.ClusterConfig;

/**
 * What all threads share of a cluster. It lives as long as the cluster's configuration stays as it
 * is, reloads included.
 *
 * @param config as written
 * @param health who is healthy
 * @param breaker what the cluster is burdened with
 * @param retryBudget how many retries there may be
 */
public record ClusterState(
        ClusterConfig config, HealthBoard health, CircuitBreaker breaker, RetryBudget retryBudget) {
    /** A cluster whose endpoints are all healthy and idle. */
    public static ClusterState of(ClusterConfig config) {
        return new ClusterState(
                config,
                new HealthBoard(config.endpoints().size()),
                new CircuitBreaker(config.breakers()),
                new RetryBudget(config.retryBudget()));
    }
}

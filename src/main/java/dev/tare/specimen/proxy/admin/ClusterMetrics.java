package dev.tare.specimen.proxy.admin;

import dev.tare.specimen.proxy.count.ClusterStats;
import dev.tare.specimen.proxy.count.ClusterStats.BreakerStats;
import dev.tare.specimen.proxy.count.ClusterStats.EndpointStats;
import dev.tare.specimen.proxy.count.ProxyError;
import java.util.List;
import java.util.function.ToLongFunction;

/**
 * What is counted of clusters and their endpoints, for Prometheus: the same that {@code /clusters}
 * tells.
 *
 * <p>Thread-safety: one thread.
 */
final class ClusterMetrics {
    private final PrometheusText text;

    ClusterMetrics(PrometheusText text) {
        this.text = text;
    }

    /** Adds all of them. */
    void add(List<ClusterStats> clusters) {
        text.counter("minivoy_endpoint_requests_total", "Requests begun at an endpoint.");
        addEndpoints(clusters, EndpointStats::requests);
        text.counter("minivoy_endpoint_retries_total", "Of these, those that were another try.");
        addEndpoints(clusters, EndpointStats::retries);
        text.counter("minivoy_endpoint_connections_total", "Connections opened to an endpoint.");
        addEndpoints(clusters, EndpointStats::connectionsOpened);
        text.gauge("minivoy_endpoint_connections_open", "Connections open to an endpoint.");
        addEndpoints(clusters, EndpointStats::connectionsOpen);
        text.counter("minivoy_endpoint_failures_total", "Tries that failed there, by kind.");
        addFailures(clusters);
        text.gauge("minivoy_endpoint_healthy", "1 where health checks find nothing wrong.");
        addEndpoints(clusters, endpoint -> endpoint.healthy() ? 1 : 0);
        text.gauge("minivoy_endpoint_ejected_by", "Threads that leave an endpoint alone.");
        addEndpoints(clusters, EndpointStats::ejectedBy);
        text.counter("minivoy_endpoint_ejections_total", "How often one has begun to do so.");
        addEndpoints(clusters, EndpointStats::ejections);
        text.gauge("minivoy_cluster_breaker_taken", "Places that are taken, by burden.");
        addBreakers(clusters, BreakerStats::taken);
        text.gauge("minivoy_cluster_breaker_limit", "Places that there are, by burden.");
        addBreakers(clusters, BreakerStats::limit);
        text.counter("minivoy_cluster_breaker_refused_total", "How often no place was free.");
        addBreakers(clusters, BreakerStats::refused);
    }

    private void addEndpoints(List<ClusterStats> clusters, ToLongFunction<EndpointStats> value) {
        for (ClusterStats cluster : clusters) {
            for (EndpointStats endpoint : cluster.endpoints()) {
                text.value(
                        value.applyAsLong(endpoint),
                        "cluster",
                        cluster.name(),
                        "endpoint",
                        endpoint.address());
            }
        }
    }

    /** Those that have not happened are told, too: a rate needs its zero. */
    private void addFailures(List<ClusterStats> clusters) {
        for (ClusterStats cluster : clusters) {
            for (EndpointStats endpoint : cluster.endpoints()) {
                for (ProxyError error : ProxyError.OF_UPSTREAM) {
                    text.value(
                            endpoint.failures().getOrDefault(error, 0L),
                            "cluster",
                            cluster.name(),
                            "endpoint",
                            endpoint.address(),
                            "error",
                            error.jsonName());
                }
            }
        }
    }

    private void addBreakers(List<ClusterStats> clusters, ToLongFunction<BreakerStats> value) {
        for (ClusterStats cluster : clusters) {
            for (BreakerStats breaker : cluster.breakers()) {
                text.value(
                        value.applyAsLong(breaker),
                        "cluster",
                        cluster.name(),
                        "burden",
                        breaker.burdenName());
            }
        }
    }
}

package dev.tare.specimen.proxy.exchange;

import dev.tare.base.stats.SplitMix64;
import dev.tare.specimen.proxy.cluster.SharedCluster;
import dev.tare.specimen.proxy.config.BreakerLimits;
import dev.tare.specimen.proxy.config.ClusterConfig;
import dev.tare.specimen.proxy.config.ClusterTimeouts;
import dev.tare.specimen.proxy.config.EndpointConfig;
import dev.tare.specimen.proxy.config.HostPort;
import dev.tare.specimen.proxy.config.HttpProtocol;
import dev.tare.specimen.proxy.config.ListenerConfig;
import dev.tare.specimen.proxy.config.ProxyConfig;
import dev.tare.specimen.proxy.config.RateLimit;
import dev.tare.specimen.proxy.config.RouteAction;
import dev.tare.specimen.proxy.config.RouteConfig;
import dev.tare.specimen.proxy.config.RouteMatch;
import dev.tare.specimen.proxy.filter.FilterSet;
import dev.tare.specimen.proxy.log.EventLog;
import dev.tare.specimen.proxy.route.RouteTable;
import dev.tare.specimen.proxy.setup.ProxyOptions;
import dev.tare.specimen.proxy.setup.ProxyTimeouts;
import dev.tare.specimen.proxy.setup.ProxyTls;
import dev.tare.specimen.proxy.upstream.ClusterState;
import dev.tare.specimen.proxy.upstream.SharedLimit;
import java.io.IOException;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Where requests go, as all loops share it: routes, their limits, and clusters. One is in force at
 * a time; the next takes over from it what is configured alike.
 *
 * @param table the routes
 * @param listeners names of the listeners in the order in which they were opened, by which the
 *     table knows them; they do not change
 * @param limits of the routes that have one, by the route's name
 * @param filters what requests pass
 * @param clusters in the order of the configuration
 * @param forwardedFields whether requests are told of their way
 * @param seed of every random choice
 * @param byFile whether it comes from a file, and may change
 */
public record RoutingPlan(
        RouteTable table,
        List<String> listeners,
        Map<String, SharedLimit> limits,
        FilterSet filters,
        List<SharedCluster> clusters,
        boolean forwardedFields,
        long seed,
        boolean byFile) {
    public RoutingPlan {
        listeners = List.copyOf(listeners);
        limits = Map.copyOf(limits);
        clusters = List.copyOf(clusters);
    }

    /** Everything to the one upstream of the options. */
    public static RoutingPlan toOneUpstream(ProxyOptions options, ProxyTls tls) {
        String host = options.upstream().getAddress().getHostAddress();
        HostPort address = new HostPort(host, options.upstream().getPort());
        ProxyTimeouts timeouts = options.timeouts();
        ClusterConfig standard =
                ClusterConfig.of("upstream", List.of(new EndpointConfig(address, 1)));
        ClusterConfig cluster =
                new ClusterConfig(
                        standard.name(),
                        options.upstreamHttp2() ? HttpProtocol.HTTP2 : HttpProtocol.HTTP1,
                        Optional.empty(),
                        standard.endpoints(),
                        standard.balancing(),
                        new ClusterTimeouts(
                                timeouts.connectNs(),
                                timeouts.responseNs(),
                                timeouts.upstreamIdleNs()),
                        options.limits().maxIdleUpstreams(),
                        Optional.empty(),
                        Optional.empty(),
                        standard.panicPercent(),
                        BreakerLimits.standard(),
                        standard.retryBudget());
        RouteConfig route =
                RouteConfig.of("all", RouteMatch.any(), RouteAction.Forward.to(cluster.name()));
        SharedCluster shared =
                new SharedCluster(
                        ClusterState.of(cluster), List.of(options.upstream()), tls, false);
        return new RoutingPlan(
                RouteTable.of(List.of(route), List.of(), List.of(cluster)),
                List.of(),
                Map.of(),
                FilterSet.none(),
                List.of(shared),
                options.forwardedFields(),
                new SecureRandom().nextLong(),
                false);
    }

    /**
     * The plan of a configuration.
     *
     * @param before the plan in force, if there is one
     * @throws IOException when a host is not known or a file of certificates or tokens is not what
     *     it should be; then nothing has changed
     */
    public static RoutingPlan of(ProxyConfig config, Optional<RoutingPlan> before, long nowNs)
            throws IOException {
        Map<String, SharedCluster> oldClusters = new HashMap<>();
        Map<String, SharedLimit> oldLimits = new HashMap<>();
        before.ifPresent(plan -> {
            plan.clusters().forEach(cluster -> oldClusters.put(cluster.config().name(), cluster));
            oldLimits.putAll(plan.limits());
        });
        List<SharedCluster> clusters = new ArrayList<>();
        for (ClusterConfig cluster : config.clusters()) {
            SharedCluster old = oldClusters.get(cluster.name());
            boolean alike = old != null && old.config().equals(cluster);
            clusters.add(alike && old != null ? old : SharedCluster.of(cluster));
        }
        Map<String, SharedLimit> limits = new HashMap<>();
        for (RouteConfig route : config.routes()) {
            if (route.rateLimit().isPresent()) {
                RateLimit limit = route.rateLimit().get();
                SharedLimit old = oldLimits.get(route.name());
                boolean alike = old != null && old.config().equals(limit);
                limits.put(
                        route.name(), alike && old != null ? old : new SharedLimit(limit, nowNs));
            }
        }
        long seed = config.seed() == 0 ? new SecureRandom().nextLong() : config.seed();
        FilterSet filters =
                FilterSet.of(
                        config, before.map(RoutingPlan::filters).orElse(FilterSet.none()), nowNs);
        // Another order of the same listeners in the document does not move their sockets.
        List<String> listeners =
                before.map(RoutingPlan::listeners)
                        .orElse(config.listeners().stream().map(ListenerConfig::name).toList());
        return new RoutingPlan(
                RouteTable.of(config.routes(), listeners, config.clusters()),
                listeners,
                limits,
                filters,
                clusters,
                config.forwardedFields(),
                seed,
                true);
    }

    /** The seed of a loop's choices. */
    long seedOf(int loop) {
        return SplitMix64.at(seed, loop);
    }

    /** Takes up new certificates of those clusters that the plan before did not have. */
    public void watch(Optional<RoutingPlan> before, EventLog log) {
        List<SharedCluster> old = before.map(RoutingPlan::clusters).orElse(List.of());
        clusters.stream()
                .filter(cluster -> !isAmong(old, cluster))
                .forEach(cluster -> cluster.tls().watch(log));
    }

    /** Looks no more after the certificates of clusters that {@code next} does not have. */
    public void close(List<SharedCluster> next) {
        clusters.stream()
                .filter(cluster -> !isAmong(next, cluster))
                .forEach(cluster -> cluster.tls().close());
    }

    private static boolean isAmong(List<SharedCluster> clusters, SharedCluster wanted) {
        return clusters.stream().anyMatch(cluster -> cluster.is(wanted));
    }
}

package dev.tare.specimen.proxy.config;

import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The whole of what minivoy is to do.
 *
 * @param listeners 1 to {@link #MAX_LISTENERS}
 * @param routes 1 to {@link #MAX_ROUTES}; the first that fits a request has it
 * @param clusters at most {@link #MAX_CLUSTERS}
 * @param admin where {@code /stats} and {@code /ready} are
 * @param threads event loops, 1 to {@link #MAX_THREADS}
 * @param limits of the process; connections for each thread at least
 * @param timeouts towards clients
 * @param copy how bodies are copied
 * @param forwardedFields whether requests are told of their way (X-Forwarded-For and so on)
 * @param accessLog a line for every request
 * @param filters what every request and response passes, in this order, where its route does not
 *     say otherwise; at most {@link FilterConfig#MAX_FILTERS}
 * @param seed of every random choice; 0 for another one at each start
 */
public record ProxyConfig(
        List<ListenerConfig> listeners,
        List<RouteConfig> routes,
        List<ClusterConfig> clusters,
        HostPort admin,
        int threads,
        ProcessLimits limits,
        ClientTimeouts timeouts,
        CopyEngine copy,
        boolean forwardedFields,
        Optional<AccessLogConfig> accessLog,
        List<FilterConfig> filters,
        long seed) {
    public static final int MAX_THREADS = 256;
    public static final int MAX_LISTENERS = 64;
    public static final int MAX_ROUTES = 10_000;
    public static final int MAX_CLUSTERS = 1000;

    /** How many bytes the filters of a route may put into one head together. */
    public static final int MAX_EDIT_BYTES = 2048;

    public ProxyConfig {
        listeners = List.copyOf(listeners);
        routes = List.copyOf(routes);
        clusters = List.copyOf(clusters);
        filters = List.copyOf(filters);
        Range.size("listeners", listeners, 1, MAX_LISTENERS);
        Range.size("routes", routes, 1, MAX_ROUTES);
        Range.size("clusters", clusters, 0, MAX_CLUSTERS);
        Range.unique(
                "listeners", "listeners", listeners.stream().map(ListenerConfig::name).toList());
        Range.unique("routes", "routes", routes.stream().map(RouteConfig::name).toList());
        Range.unique("clusters", "clusters", clusters.stream().map(ClusterConfig::name).toList());
        Range.count("threads", threads, 1, MAX_THREADS);
        Range.count("limits.connections", limits.connections(), threads, Integer.MAX_VALUE);
        requireDistinctPorts(listeners, admin);
        requireKnownClusters(routes, clusters);
        requireKnownListeners(routes, listeners);
        FilterConfig.requireChain("filters", filters);
        for (RouteConfig route : routes) {
            requireKnownFilters(route, filters);
            int requestBytes = 0;
            int responseBytes = 0;
            for (FilterConfig filter : route.filters().chain(filters)) {
                switch (filter.rule()) {
                    case FilterRule.HeaderEdit edit -> {
                        requestBytes += edit.request().lineBytes();
                        responseBytes += edit.response().lineBytes();
                    }
                    case FilterRule.Tracing _ -> requestBytes += FilterRule.Tracing.LINE_BYTES;
                    case FilterRule.LocalRateLimit _,
                            FilterRule.TokenCheck _,
                            FilterRule.BodyLimit _,
                            FilterRule.PlanLimit _ -> {}
                }
            }
            requireRoom(route, requestBytes);
            requireRoom(route, responseBytes);
        }
    }

    private static void requireKnownFilters(RouteConfig route, List<FilterConfig> filters) {
        for (String off : route.filters().off()) {
            if (filters.stream().noneMatch(filter -> filter.name().equals(off))) {
                throw new ConfigFault(
                        "routes",
                        "route \"%s\" switches the filter \"%s\" off, which is not there"
                                .formatted(route.name(), off));
            }
        }
    }

    private static void requireRoom(RouteConfig route, int bytes) {
        if (bytes > MAX_EDIT_BYTES) {
            throw new ConfigFault(
                    "routes",
                    String.format(
                            Locale.ROOT,
                            "the filters of route \"%s\" put %,d bytes into a head, must put %,d at"
                                    + " most",
                            route.name(),
                            bytes,
                            MAX_EDIT_BYTES));
        }
    }

    /** Where minivoy's counters are, if the document is silent: a free port of loopback. */
    public static HostPort standardAdmin() {
        return new HostPort("127.0.0.1", 0);
    }

    /** The files beside the document that filters read. */
    public List<Path> tokenFiles() {
        return Stream.concat(
                        filters.stream(),
                        routes.stream().flatMap(route -> route.filters().own().stream()))
                .map(FilterConfig::rule)
                .filter(FilterRule.TokenCheck.class::isInstance)
                .map(FilterRule.TokenCheck.class::cast)
                .flatMap(check -> check.tokensFile().stream())
                .distinct()
                .toList();
    }

    private static void requireDistinctPorts(List<ListenerConfig> listeners, HostPort admin) {
        Set<HostPort> taken = new HashSet<>();
        taken.add(admin);
        for (ListenerConfig listener : listeners) {
            HostPort address = listener.listen();
            if (address.port() != 0 && !taken.add(address)) {
                throw new ConfigFault(
                        "listeners",
                        "%s is taken twice; give each listener and admin its own address"
                                .formatted(address.text()));
            }
        }
    }

    private static void requireKnownListeners(
            List<RouteConfig> routes, List<ListenerConfig> listeners) {
        List<String> known = listeners.stream().map(ListenerConfig::name).toList();
        for (RouteConfig route : routes) {
            for (String listener : route.match().listeners()) {
                if (!known.contains(listener)) {
                    throw new ConfigFault(
                            "routes",
                            "route \"%s\" names the listener \"%s\", which is not there"
                                    .formatted(route.name(), listener));
                }
            }
        }
    }

    private static void requireKnownClusters(
            List<RouteConfig> routes, List<ClusterConfig> clusters) {
        Set<String> known = new HashSet<>();
        clusters.forEach(cluster -> known.add(cluster.name()));
        for (RouteConfig route : routes) {
            if (route.action() instanceof RouteAction.Forward forward) {
                for (RouteAction.Target target : forward.targets()) {
                    if (!known.contains(target.cluster())) {
                        throw new ConfigFault(
                                "routes",
                                "route \"%s\" names the cluster \"%s\", which is not there"
                                        .formatted(route.name(), target.cluster()));
                    }
                }
            }
        }
    }
}

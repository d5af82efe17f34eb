package dev.tare.specimen.proxy.route;

import dev.tare.specimen.proxy.config.ClusterConfig;
import dev.tare.specimen.proxy.config.RouteAction;
import dev.tare.specimen.proxy.config.RouteConfig;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * All routes. The first in the order of the configuration whose every condition fits has a request.
 *
 * <p>Thread-safety: immutable. Allocation: none after construction.
 */
public final class RouteTable {
    private final Route[] routes;
    private final Conditions[] conditions;
    private final HostIndex hosts;

    private RouteTable(
            List<RouteConfig> configs,
            List<String> listeners,
            Map<String, Integer> clusterIndexes) {
        List<Route> compiled = new ArrayList<>();
        for (RouteConfig config : configs) {
            Optional<ClusterSplit> split =
                    config.action() instanceof RouteAction.Forward forward
                            ? Optional.of(new ClusterSplit(forward, clusterIndexes))
                            : Optional.empty();
            compiled.add(
                    new Route(compiled.size(), config, split, config.fault().map(Faults::new)));
        }
        routes = compiled.toArray(Route[]::new);
        conditions =
                configs.stream()
                        .map(config -> new Conditions(config.match(), listeners))
                        .toArray(Conditions[]::new);
        hosts = new HostIndex(configs.stream().map(RouteConfig::match).toList());
    }

    /**
     * The table of these routes.
     *
     * @param listeners names in the order of the positions that {@link RequestView#through} is told
     * @param clusters whose positions {@link ClusterSplit#pick} returns
     */
    public static RouteTable of(
            List<RouteConfig> routes, List<String> listeners, List<ClusterConfig> clusters) {
        Map<String, Integer> indexes = new HashMap<>();
        for (int i = 0; i < clusters.size(); i++) {
            indexes.put(clusters.get(i).name(), i);
        }
        return new RouteTable(routes, listeners, indexes);
    }

    /** How many routes there are. */
    public int size() {
        return routes.length;
    }

    /** A route by its position in the configuration. */
    public Route route(int index) {
        return routes[index];
    }

    /** The route that a request takes; null if none fits, which is answered with 404. */
    public @Nullable Route match(RequestView request) {
        for (int index : hosts.routesOf(request)) {
            if (conditions[index].fit(request)) {
                return routes[index];
            }
        }
        return null;
    }
}

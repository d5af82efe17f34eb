package dev.tare.specimen.proxy.route;

import dev.tare.specimen.proxy.config.RouteConfig;
import java.util.Optional;

/**
 * A compiled route: what is known of it without looking at a request.
 *
 * @param index its position in the configuration, for arrays of counters, limits and rules
 * @param config as written
 * @param split which cluster gets a request, if the action is to forward
 * @param faults made on purpose, if there are any
 */
public record Route(
        int index, RouteConfig config, Optional<ClusterSplit> split, Optional<Faults> faults) {}

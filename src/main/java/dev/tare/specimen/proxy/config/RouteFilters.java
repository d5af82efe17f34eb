package dev.tare.specimen.proxy.config;

import java.util.List;
import java.util.stream.Stream;

/**
 * What a route makes of the filters of the whole configuration.
 *
 * @param replaces whether its own stand in their place, instead of behind them
 * @param own in their order, at most {@link FilterConfig#MAX_FILTERS}
 * @param off names of those that do not count here
 */
public record RouteFilters(boolean replaces, List<FilterConfig> own, List<String> off) {
    public RouteFilters {
        own = List.copyOf(own);
        off = List.copyOf(off);
        FilterConfig.requireChain(replaces ? "replace" : "add", own);
        if (replaces && !off.isEmpty()) {
            throw new ConfigFault("off", "is of no use where all are replaced; leave it out");
        }
    }

    /** The filters of the whole configuration hold. */
    public static RouteFilters none() {
        return new RouteFilters(false, List.of(), List.of());
    }

    /** Of the filters of the whole configuration, those that hold here. */
    public List<FilterConfig> kept(List<FilterConfig> ofAll) {
        return replaces
                ? List.of()
                : ofAll.stream().filter(filter -> !off.contains(filter.name())).toList();
    }

    /** All that a request of the route passes, in their order. */
    List<FilterConfig> chain(List<FilterConfig> ofAll) {
        return Stream.concat(kept(ofAll).stream(), own.stream()).toList();
    }
}

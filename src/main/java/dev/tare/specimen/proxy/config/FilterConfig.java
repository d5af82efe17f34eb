package dev.tare.specimen.proxy.config;

import java.util.List;

/**
 * One step of a chain of filters.
 *
 * @param name unique in its list, for counters, the access log and routes that switch it off
 * @param rule what it does
 */
public record FilterConfig(String name, FilterRule rule) {
    /** The most filters of one list. */
    public static final int MAX_FILTERS = 32;

    public FilterConfig {
        Range.name("name", name);
    }

    static void requireChain(String key, List<FilterConfig> filters) {
        Range.size(key, filters, 0, MAX_FILTERS);
        Range.unique(key, "filters", filters.stream().map(FilterConfig::name).toList());
    }
}

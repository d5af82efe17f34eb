package dev.tare.specimen.proxy.filter;

import dev.tare.specimen.proxy.config.FilterConfig;
import dev.tare.specimen.proxy.config.FilterRule;
import java.util.concurrent.atomic.AtomicLong;

/** Chains of one filter. */
final class FilterChains {
    private FilterChains() {}

    static FilterChain of(Filter filter, FilterRule rule) {
        FilterConfig config = new FilterConfig("one", rule);
        SharedFilter shared = new SharedFilter(config, "one", new AtomicLong(), _ -> filter);
        return new FilterChain(new SharedFilter[] {shared}, new Filter[] {filter});
    }
}

package dev.tare.specimen.proxy.config;

import java.util.Optional;
import java.util.OptionalLong;

/**
 * One route: which requests, and what becomes of them.
 *
 * @param name unique, for counters and messages
 * @param match which requests
 * @param action what becomes of them
 * @param timeoutNs from the request's head to the response's end, all tries included, 1 ms to a day
 * @param retry when a request is tried again
 * @param rateLimit how many pass; the others are answered with 429
 * @param fault faults made on purpose
 * @param rewrite what an upstream is asked for instead
 * @param filters what becomes of the filters of the whole configuration
 */
public record RouteConfig(
        String name,
        RouteMatch match,
        RouteAction action,
        OptionalLong timeoutNs,
        Optional<RetryPolicy> retry,
        Optional<RateLimit> rateLimit,
        Optional<FaultInjection> fault,
        Optional<HeadRewrite> rewrite,
        RouteFilters filters) {
    public RouteConfig {
        Range.name("name", name);
        timeoutNs.ifPresent(
                ns -> Range.durationNs("timeout", ns, Range.MILLISECOND_NS, Range.DAY_NS));
        boolean forwards = action instanceof RouteAction.Forward;
        if (!forwards) {
            requireAbsent("timeout", timeoutNs.isPresent());
            requireAbsent("retry", retry.isPresent());
            requireAbsent("rewrite", rewrite.isPresent());
        }
    }

    private static void requireAbsent(String key, boolean present) {
        if (present) {
            throw new ConfigFault(key, "is of no use where minivoy answers itself; leave it out");
        }
    }

    /** A route without a timeout, retries, limits, faults and filters of its own. */
    public static RouteConfig of(String name, RouteMatch match, RouteAction action) {
        return new RouteConfig(
                name,
                match,
                action,
                OptionalLong.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                RouteFilters.none());
    }
}

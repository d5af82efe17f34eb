package dev.tare.specimen.proxy.filter;

import dev.tare.base.stats.SplitMix64;
import dev.tare.base.time.EpochClock;
import dev.tare.specimen.planlimit.PlanLimiter;
import dev.tare.specimen.proxy.config.FilterConfig;
import dev.tare.specimen.proxy.config.FilterRule;
import dev.tare.specimen.proxy.config.ProxyConfig;
import dev.tare.specimen.proxy.config.RouteConfig;
import dev.tare.specimen.proxy.upstream.SharedLimit;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/**
 * All filters of a configuration, as all loops share them.
 *
 * <p>Those of the whole configuration are one for all routes: a rate limit there is one limit.
 *
 * <p>Thread-safety: immutable, but for what the filters count.
 */
public final class FilterSet {
    private static final FilterSet NONE = new FilterSet(Map.of(), Map.of(), 0);

    private final Map<String, SharedFilter> byLabel;
    private final Map<String, List<SharedFilter>> byRoute;

    /** How many sets there were before it: what it draws at random they have not drawn. */
    private final long generation;

    private FilterSet(
            Map<String, SharedFilter> byLabel,
            Map<String, List<SharedFilter>> byRoute,
            long generation) {
        this.generation = generation;
        this.byLabel = Collections.unmodifiableMap(new LinkedHashMap<>(byLabel));
        this.byRoute = Map.copyOf(byRoute);
    }

    /** No filter at all. */
    public static FilterSet none() {
        return NONE;
    }

    /**
     * The filters of a configuration. What has not changed goes on with what it has counted.
     *
     * @param before those in force until now
     * @param nowNs monotonic
     * @throws IOException when a file of tokens is not what it should be; the message is one line
     *     that names the filter and the file
     */
    public static FilterSet of(ProxyConfig config, FilterSet before, long nowNs)
            throws IOException {
        Map<String, SharedFilter> byLabel = new LinkedHashMap<>();
        for (FilterConfig filter : config.filters()) {
            byLabel.put(filter.name(), shared(filter, filter.name(), before, nowNs));
        }
        Map<String, List<SharedFilter>> byRoute = new HashMap<>();
        for (RouteConfig route : config.routes()) {
            List<SharedFilter> chain = new ArrayList<>();
            for (FilterConfig kept : route.filters().kept(config.filters())) {
                SharedFilter ofAll = byLabel.get(kept.name());
                if (ofAll != null) {
                    chain.add(ofAll);
                }
            }
            for (FilterConfig own : route.filters().own()) {
                String label = route.name() + "/" + own.name();
                SharedFilter filter = shared(own, label, before, nowNs);
                byLabel.put(label, filter);
                chain.add(filter);
            }
            if (!chain.isEmpty()) {
                byRoute.put(route.name(), List.copyOf(chain));
            }
        }
        return new FilterSet(byLabel, byRoute, before.generation + 1);
    }

    private static SharedFilter shared(
            FilterConfig config, String label, FilterSet before, long nowNs) throws IOException {
        SharedFilter old = before.byLabel.get(label);
        AtomicLong denied =
                old != null && old.kind().equals(config.rule().kind())
                        ? old.counter()
                        : new AtomicLong();
        return switch (config.rule()) {
            case FilterRule.HeaderEdit edit ->
                    new SharedFilter(config, label, denied, _ -> new HeaderEditFilter(edit));
            case FilterRule.BodyLimit bounds ->
                    new SharedFilter(config, label, denied, _ -> new BodyLimitFilter(bounds));
            case FilterRule.Tracing tracing ->
                    new SharedFilter(
                            config, label, denied, seed -> new TracingFilter(tracing, seed));
            case FilterRule.LocalRateLimit rate -> {
                if (old != null && old.config().equals(config)) {
                    yield old;
                }
                SharedLimit limit = new SharedLimit(rate.limit(), nowNs);
                yield new SharedFilter(config, label, denied, _ -> new RateLimitFilter(limit));
            }
            case FilterRule.PlanLimit plans -> {
                if (old != null && old.config().equals(config)) {
                    yield old;
                }
                PlanLimiter limiter = new PlanLimiter(plans.limits());
                // Windows are the wall clock's minutes; jumps of it are not seen.
                long toEpochNs = EpochClock.system().epochNs() - nowNs;
                yield new SharedFilter(
                        config, label, denied, _ -> new PlanLimitFilter(plans, limiter, toEpochNs));
            }
            case FilterRule.TokenCheck check -> {
                // Its file may have changed.
                TokenDigests known = digests(check, label);
                yield new SharedFilter(
                        config, label, denied, _ -> new TokenCheckFilter(check, known));
            }
        };
    }

    private static TokenDigests digests(FilterRule.TokenCheck check, String label)
            throws IOException {
        try {
            return TokenDigests.of(check);
        } catch (IOException e) {
            throw new IOException("filter %s: %s".formatted(label, e.getMessage()), e);
        }
    }

    /** All of them: first those of the whole configuration, then those of the routes. */
    public List<SharedFilter> all() {
        return List.copyOf(byLabel.values());
    }

    /**
     * The chains of the routes that have one, by the route's name, for one more loop.
     *
     * @param loopSeed of its random choices, another one for each loop
     */
    public Map<String, FilterChain> chains(long loopSeed) {
        long seed = SplitMix64.at(loopSeed, generation);
        Map<SharedFilter, Filter> made = new HashMap<>();
        Map<String, FilterChain> chains = new HashMap<>();
        byRoute.forEach((route, shared) -> {
            Filter[] filters = new Filter[shared.size()];
            for (int i = 0; i < filters.length; i++) {
                filters[i] = made.computeIfAbsent(shared.get(i), each -> each.forLoop(seed));
            }
            chains.put(route, new FilterChain(shared.toArray(SharedFilter[]::new), filters));
        });
        return chains;
    }
}

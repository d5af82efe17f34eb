package dev.tare.specimen.proxy.exchange;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.tare.base.stats.SplitMix64;
import dev.tare.specimen.proxy.config.FaultInjection;
import dev.tare.specimen.proxy.config.RateLimit;
import dev.tare.specimen.proxy.config.RetryPolicy;
import dev.tare.specimen.proxy.config.RouteConfig;
import dev.tare.specimen.proxy.config.RouteMatch;
import dev.tare.specimen.proxy.filter.FilterChain;
import dev.tare.specimen.proxy.head.RouteAnswer;
import dev.tare.specimen.proxy.head.TargetRewrite;
import dev.tare.specimen.proxy.loop.Deadlines;
import dev.tare.specimen.proxy.route.ClusterSplit;
import dev.tare.specimen.proxy.route.Faults;
import dev.tare.specimen.proxy.route.Route;
import dev.tare.specimen.proxy.upstream.RetryRule;
import dev.tare.specimen.proxy.upstream.SharedLimit;
import java.util.Locale;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * A route, as one loop applies it: its rules, and the waits of its own lengths.
 *
 * <p>Thread-safety: its loop's thread. Allocation: none after construction.
 */
final class RouteRules {
    /** Into how many lengths the pauses before a retry are divided. */
    private static final int PAUSE_STEPS = 8;

    private final Route route;
    private final @Nullable RouteAnswer answer;
    private final @Nullable ClusterSplit split;
    private final @Nullable Faults faults;
    private final @Nullable SharedLimit limit;
    private final byte @Nullable [] limitHeader;
    private final boolean limitedByClient;
    private final @Nullable RetryRule retry;
    private final long maxPauseNs;
    private final Deadlines[] pauses;
    private final @Nullable Deadlines delays;
    private final @Nullable Deadlines timeouts;
    private final @Nullable Deadlines tryWaits;
    private final @Nullable FilterChain filters;
    private final TargetRewrite rewrite;

    RouteRules(
            Route route, @Nullable SharedLimit limit, @Nullable FilterChain filters, long tickNs) {
        this.route = route;
        this.limit = limit;
        this.filters = filters;
        RouteConfig config = route.config();
        rewrite = TargetRewrite.of(config);
        answer = RouteAnswer.of(config.action()).orElse(null);
        split = route.split().orElse(null);
        faults = route.faults().orElse(null);
        RateLimit.Per per = limit == null ? new RateLimit.Per.All() : limit.config().per();
        limitHeader =
                per instanceof RateLimit.Per.Header header
                        ? header.name().toLowerCase(Locale.ROOT).getBytes(US_ASCII)
                        : null;
        limitedByClient = per instanceof RateLimit.Per.Client;
        retry = config.retry().map(RetryRule::new).orElse(null);
        maxPauseNs = config.retry().map(RetryPolicy::maxBackoffNs).orElse(0L);
        pauses = new Deadlines[maxPauseNs == 0 ? 0 : PAUSE_STEPS];
        for (int i = 0; i < pauses.length; i++) {
            pauses[i] = new Deadlines(Math.max(1, maxPauseNs * (i + 1) / PAUSE_STEPS), tickNs);
        }
        long delayNs = config.fault().map(FaultInjection::delayNs).orElse(0L);
        delays = delayNs > 0 ? new Deadlines(delayNs, tickNs) : null;
        timeouts = waits(config.timeoutNs(), tickNs);
        tryWaits =
                waits(
                        config.retry()
                                .map(RetryPolicy::perTryTimeoutNs)
                                .orElse(OptionalLong.empty()),
                        tickNs);
    }

    private static @Nullable Deadlines waits(OptionalLong lengthNs, long tickNs) {
        return lengthNs.isPresent() ? new Deadlines(lengthNs.getAsLong(), tickNs) : null;
    }

    /** Whether every request takes it, and all that is to be done is to pass them on. */
    boolean isPlain() {
        RouteConfig config = route.config();
        return config.match().equals(RouteMatch.any())
                && answer == null
                && faults == null
                && limit == null
                && filters == null
                && config.rewrite().isEmpty();
    }

    /** What a request passes before all else; null for nothing. */
    @Nullable FilterChain filters() {
        return filters;
    }

    /** What an upstream is asked for instead. */
    TargetRewrite rewrite() {
        return rewrite;
    }

    /** What is answered without an upstream; null where the request is passed on. */
    @Nullable RouteAnswer answer() {
        return answer;
    }

    /** The position of the cluster that gets the next request. */
    int pickCluster(SplitMix64 random) {
        ClusterSplit among = split;
        if (among == null) {
            throw new IllegalStateException("the route " + route.config().name() + " answers");
        }
        return among.pick(random);
    }

    @Nullable Faults faults() {
        return faults;
    }

    @Nullable SharedLimit limit() {
        return limit;
    }

    /** The header whose values the limit tells apart; null if it does not go by a header. */
    byte @Nullable [] limitHeader() {
        return limitHeader;
    }

    boolean limitedByClient() {
        return limitedByClient;
    }

    @Nullable RetryRule retry() {
        return retry;
    }

    /** Waits of the injected delay. */
    @Nullable Deadlines delays() {
        return delays;
    }

    /** Waits of the route's own timeout. */
    @Nullable Deadlines timeouts() {
        return timeouts;
    }

    /** Waits for the answer of a single try; null if only the cluster's own count. */
    @Nullable Deadlines tryWaits() {
        return tryWaits;
    }

    /** Waits of about so long, rounded up; null for none. */
    @Nullable Deadlines pauseOf(long lengthNs) {
        if (lengthNs <= 0 || pauses.length == 0) {
            return null;
        }
        long step = Math.ceilDiv(lengthNs * PAUSE_STEPS, maxPauseNs);
        return pauses[Math.clamp(step, 1, PAUSE_STEPS) - 1];
    }

    void expire(long tick) {
        for (Deadlines pause : pauses) {
            pause.expire(tick);
        }
        expire(delays, tick);
        expire(timeouts, tick);
        expire(tryWaits, tick);
    }

    private static void expire(@Nullable Deadlines waits, long tick) {
        if (waits != null) {
            waits.expire(tick);
        }
    }

    /** Whether a request waits until it is begun, which {@link Router} does not count. */
    boolean delaysSome() {
        return delays != null && !delays.isEmpty();
    }
}

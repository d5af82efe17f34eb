package dev.tare.specimen.proxy.filter;

import dev.tare.base.stats.SplitMix64;
import dev.tare.specimen.proxy.config.FilterConfig;
import dev.tare.specimen.proxy.filter.FilterAnswer.Reason;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongFunction;

/**
 * A filter as all loops share it: what it has counted, and how each loop gets one of its own.
 *
 * <p>Thread-safety: all threads.
 */
public final class SharedFilter {
    /**
     * The most filters that a request passes: those of the whole configuration, and its route's.
     */
    public static final int MAX_CHAIN = 2 * FilterConfig.MAX_FILTERS;

    private final FilterConfig config;
    private final String label;
    private final AtomicLong denied;
    private final LongFunction<Filter> maker;
    private final Map<Reason, String> notes = new EnumMap<>(Reason.class);

    /**
     * A filter.
     *
     * @param label by which people know it
     * @param denied goes on over reloads
     * @param maker of each loop's own, by a seed for its random choices
     */
    SharedFilter(FilterConfig config, String label, AtomicLong denied, LongFunction<Filter> maker) {
        this.config = config;
        this.label = label;
        this.denied = denied;
        this.maker = maker;
        for (Reason reason : Reason.values()) {
            notes.put(reason, reason.name().toLowerCase(Locale.ROOT) + ":" + label);
        }
    }

    FilterConfig config() {
        return config;
    }

    /** Its name; behind {@code ROUTE/} where it is one route's own. */
    public String label() {
        return label;
    }

    /** What it does, in a word. */
    public String kind() {
        return config.rule().kind();
    }

    /** How many exchanges it has answered itself or cut off. */
    public long denied() {
        return denied.get();
    }

    /** Counts one more of those. Allocation: none. */
    public void countDenial() {
        denied.incrementAndGet();
    }

    /** What the access log says where it has denied something. Allocation: none. */
    public String note(Reason reason) {
        return notes.getOrDefault(reason, label);
    }

    AtomicLong counter() {
        return denied;
    }

    /** One for a loop, whose seed is another for each loop. */
    Filter forLoop(long loopSeed) {
        return maker.apply(SplitMix64.derive(loopSeed, label));
    }
}

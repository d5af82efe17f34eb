package dev.tare.specimen.proxy.filter;

import dev.tare.base.stats.SplitMix64;
import dev.tare.specimen.proxy.config.FilterRule;

/**
 * Passes the context of a request's trace on, with an id of its own for the request upstream, and
 * begins a trace where there is none.
 *
 * <p>Thread-safety: its loop's thread. Source: W3C Trace Context.
 */
final class TracingFilter implements Filter {
    private final double samplePercent;
    private final SplitMix64 random;

    TracingFilter(FilterRule.Tracing rule, long seed) {
        samplePercent = rule.samplePercent();
        random = new SplitMix64(seed);
    }

    @Override
    public Verdict onRequestHead(FilterCall call) {
        call.edit(call.trace().take(call.fields(), random, samplePercent));
        return Verdict.CONTINUE;
    }
}

package dev.tare.load.result;

import dev.tare.base.core.GeneratorHealth;

/**
 * What one load learnt in one interval of time, over all its threads. The sum of all intervals is
 * the result of the load, exactly.
 *
 * @param startNs begin of the interval on the monotonic clock
 * @param endNs end of the interval
 * @param lead what was learnt of requests intended in the lead
 * @param measured what was learnt of requests intended in the measured phase
 * @param health what held up the process since the interval before
 */
public record IntervalResult(
        long startNs, long endNs, PhaseResult lead, PhaseResult measured, GeneratorHealth health) {
    /** Of a load that nobody watched. */
    public IntervalResult(long startNs, long endNs, PhaseResult lead, PhaseResult measured) {
        this(startNs, endNs, lead, measured, GeneratorHealth.UNKNOWN);
    }

    /** The same interval, and what held up the process in it. */
    public IntervalResult with(GeneratorHealth seen) {
        return new IntervalResult(startNs, endNs, lead, measured, seen);
    }
}

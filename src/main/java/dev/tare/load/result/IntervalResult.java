package dev.tare.load.result;

/**
 * What one load learnt in one interval of time, over all its threads. The sum of all intervals is
 * the result of the load, exactly.
 *
 * @param startNs begin of the interval on the monotonic clock
 * @param endNs end of the interval
 * @param lead what was learnt of requests intended in the lead
 * @param measured what was learnt of requests intended in the measured phase
 */
public record IntervalResult(long startNs, long endNs, PhaseResult lead, PhaseResult measured) {}

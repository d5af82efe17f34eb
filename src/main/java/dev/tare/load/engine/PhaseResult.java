package dev.tare.load.engine;

import dev.tare.base.core.Tally;
import org.HdrHistogram.Histogram;

/**
 * What was learnt of one phase: of one interval of it, or of the whole.
 *
 * <p>The population of {@code responseTime} is every sent request that has an outcome, errors and
 * timeouts included (at the time at which they ended). {@code serviceTime} and {@code sendLag} hold
 * the same requests; in a closed loop the send lag is 0 but for waiting on a connection.
 *
 * @param tally exact counts
 * @param responseTime done − intended, ns
 * @param serviceTime done − sent, ns
 * @param sendLag sent − intended, ns
 * @param connectTime from the begin of a connect to the open connection, ns
 */
public record PhaseResult(
        Tally tally,
        Histogram responseTime,
        Histogram serviceTime,
        Histogram sendLag,
        Histogram connectTime) {}

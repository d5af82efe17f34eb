package dev.tare.load.result;

import dev.tare.base.core.Tally;
import org.HdrHistogram.Histogram;

/**
 * What was learnt of one endpoint's requests in the measured phase. Its tally holds what belongs to
 * requests; bytes and connections are counted for the whole load only.
 *
 * @param name of the endpoint
 * @param tally exact counts
 * @param responseTime done − intended, ns
 */
public record EndpointResult(String name, Tally tally, Histogram responseTime) {}

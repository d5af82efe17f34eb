package dev.tare.lab.cost;

import java.util.Optional;

/**
 * The response time of a page that makes several calls at once and waits for the slowest.
 *
 * @param percentile of the page, 0 to 100
 * @param callPercentile of one call that it comes to: 100 × (percentile / 100)^(1 / calls)
 * @param responseNs of the page; NaN, with the reason, where too few requests were measured
 * @param beyondBareNs the page through the specimen minus bare's; empty for bare, below six blocks,
 *     and where either is saturated
 */
public record PageTime(
        double percentile,
        double callPercentile,
        CostFigure responseNs,
        Optional<CostFigure> beyondBareNs) {}

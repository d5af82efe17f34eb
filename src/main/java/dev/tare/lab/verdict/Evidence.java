package dev.tare.lab.verdict;

import dev.tare.lab.bundle.BundleContent;
import java.util.Map;
import java.util.Optional;

/**
 * All that a rule may look at for one scenario.
 *
 * @param content the whole bundle
 * @param scenario the one that is judged
 * @param pair the same blocks of this scenario and of bare; empty for bare itself, and where they
 *     have no block in common
 * @param figures of the scenario
 * @param costs its tare costs
 * @param tests how many tests for a trend the whole weighing makes, 1 or more
 */
record Evidence(
        BundleContent content,
        Scenario scenario,
        Optional<Pair> pair,
        Map<FigureKind, Estimate> figures,
        Map<FigureKind, Estimate> costs,
        int tests) {

    /** A specimen and bare in the same blocks. */
    record Pair(Scenario specimen, Scenario bare) {}
}

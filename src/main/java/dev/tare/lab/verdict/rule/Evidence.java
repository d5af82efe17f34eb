package dev.tare.lab.verdict.rule;

import dev.tare.lab.bundle.BundleContent;
import dev.tare.lab.verdict.FigureKind;
import dev.tare.lab.verdict.estimate.Estimate;
import dev.tare.lab.verdict.estimate.Estimator;
import dev.tare.lab.verdict.estimate.Scenario;
import dev.tare.lab.verdict.estimate.ScenarioPair;
import java.util.Map;
import java.util.Optional;

/**
 * All that a rule may look at for one scenario.
 *
 * @param content the whole bundle
 * @param estimated the one that is judged, with its figures
 * @param pair the same blocks of this scenario and of bare; empty for bare itself, and where they
 *     have no block in common
 * @param costs its tare costs
 * @param bareFigures of bare in the pair's blocks; none without a pair
 * @param tests how many tests for a trend the whole weighing makes, 1 or more
 */
public record Evidence(
        BundleContent content,
        Estimator.Estimated estimated,
        Optional<ScenarioPair> pair,
        Map<FigureKind, Estimate> costs,
        Map<FigureKind, Estimate> bareFigures,
        int tests) {

    /** The scenario that is judged. */
    public Scenario scenario() {
        return estimated.scenario();
    }

    /** Its figures. */
    public Map<FigureKind, Estimate> figures() {
        return estimated.figures();
    }
}

package dev.tare.lab.compare;

import dev.tare.base.stats.Holm;
import dev.tare.lab.verdict.Figure.Interval;
import dev.tare.lab.verdict.estimate.ScenarioBlocks;
import java.util.ArrayList;
import java.util.List;

/**
 * Better, worse or neither, for all figures of all scenarios together: of many comparisons in which
 * nothing has changed, at most one in twenty shall name a single change. Their probabilities are
 * corrected by Holm's procedure; besides, the printed interval must exclude zero.
 *
 * @param scenarios with their standings
 * @param tests how many differences were tested
 */
record Decisions(List<ScenarioChange> scenarios, int tests) {

    static Decisions of(List<ScenarioChange> estimated) {
        List<FigureChange> tested =
                estimated.stream()
                        .flatMap(scenario -> scenario.figures().stream())
                        .filter(change -> change.contrast().isPresent())
                        .toList();
        double[] corrected =
                Holm.adjusted(tested.stream().mapToDouble(FigureChange::probability).toArray());
        List<ScenarioChange> decided = new ArrayList<>();
        int next = 0;
        for (ScenarioChange scenario : estimated) {
            List<FigureChange> figures = new ArrayList<>();
            for (FigureChange change : scenario.figures()) {
                figures.add(
                        change.contrast().isPresent()
                                ? decided(change, corrected[next++])
                                : change);
            }
            decided.add(with(scenario, figures));
        }
        return new Decisions(decided, tested.size());
    }

    private static FigureChange decided(FigureChange change, double probability) {
        Interval interval = change.interval().orElseThrow();
        boolean sure = probability < 1 - ScenarioBlocks.LEVEL && !interval.contains(0);
        boolean better = (change.change() > 0) == FigureChange.moreIsBetter(change.kind());
        Standing standing =
                sure ? (better ? Standing.BETTER : Standing.WORSE) : Standing.NO_DIFFERENCE;
        return new FigureChange(
                change.kind(),
                change.before(),
                change.after(),
                change.bareChange(),
                change.change(),
                change.interval(),
                change.contrast(),
                probability,
                standing,
                change.reasons());
    }

    private static ScenarioChange with(ScenarioChange scenario, List<FigureChange> figures) {
        return new ScenarioChange(
                scenario.before(),
                scenario.after(),
                scenario.workload(),
                scenario.open(),
                scenario.blocksBefore(),
                scenario.blocksAfter(),
                figures,
                scenario.notCompared());
    }
}

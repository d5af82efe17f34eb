package dev.tare.lab.compare;

import dev.tare.lab.verdict.FigureKind;
import dev.tare.lab.verdict.Reason;
import java.util.List;
import java.util.Optional;

/**
 * One workload on one specimen, before and after; or on two specimens.
 *
 * @param before name of the specimen
 * @param after name of the one it is held against; mostly the same
 * @param workload name
 * @param open whether the load was open-loop
 * @param blocksBefore how many blocks stand behind the one
 * @param blocksAfter and behind the other
 * @param figures a change for each figure that both have, in the order in which they are shown
 * @param notCompared why nothing of it is compared, one sentence; empty where it is
 */
public record ScenarioChange(
        String before,
        String after,
        String workload,
        boolean open,
        int blocksBefore,
        int blocksAfter,
        List<FigureChange> figures,
        String notCompared) {

    public ScenarioChange {
        figures = List.copyOf(figures);
    }

    /** Such as {@code envoy}, or {@code envoy → minivoy} where the names differ. */
    public String specimens() {
        return before.equals(after) ? after : before + " → " + after;
    }

    /** The change of that kind, if there is one. */
    public Optional<FigureChange> figure(FigureKind kind) {
        return figures.stream().filter(change -> change.kind() == kind).findFirst();
    }

    /** The first thing that keeps any of {@code scenarios} from being judged, in a sentence. */
    static Optional<String> obstacle(List<ScenarioChange> scenarios) {
        Optional<String> refused =
                scenarios.stream()
                        .map(ScenarioChange::notCompared)
                        .filter(sentence -> !sentence.isEmpty())
                        .findFirst();
        return refused.or(() ->
                scenarios.stream()
                        .flatMap(scenario -> scenario.figures().stream())
                        .flatMap(change -> change.reasons().stream())
                        .map(Reason::sentence)
                        .findFirst());
    }
}

package dev.tare.trust;

import dev.tare.lab.bundle.BundleContent;
import dev.tare.lab.verdict.Figure;
import dev.tare.lab.verdict.ScenarioResult;
import dev.tare.lab.verdict.Verdict;
import dev.tare.lab.verdict.judge.Judge;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What can be seen of a run afterwards.
 *
 * @param result of the scenario that is looked at; empty where the run has none
 * @param said sentences of the run's end, of a bundle's reader or of a command
 */
record Seen(Optional<ScenarioResult> result, List<String> said) {
    Seen {
        said = List.copyOf(said);
    }

    /** Only words: a run that ended, a bundle that was refused. */
    static Seen of(String sentence) {
        return new Seen(Optional.empty(), List.of(sentence));
    }

    /** Everything that is not plainly valid, for whoever looks for what was missed. */
    String words() {
        List<String> words = new ArrayList<>(said);
        result.ifPresentOrElse(
                found -> {
                    found.remarks().forEach(remark -> words.add("remark: " + remark.sentence()));
                    found.figures().values().forEach(figure -> doubts("", figure, words));
                    found.tareCosts().values().forEach(cost -> doubts("cost of ", cost, words));
                },
                () -> words.add("no such scenario"));
        return String.join("; ", words);
    }

    private static void doubts(String what, Figure figure, List<String> words) {
        figure.reasons().stream()
                .filter(reason -> reason.verdict() != Verdict.VALID)
                .forEach(reason ->
                        words.add(
                                "%s%s %s by rule %d: %s"
                                        .formatted(
                                                what,
                                                figure.kind().label(),
                                                reason.verdict().words(),
                                                reason.rule(),
                                                reason.sentence())));
    }

    /** One scenario of a bundle, judged, with what the bundle says of the run's end. */
    static Seen of(BundleContent content, String specimen, String workload) {
        return new Seen(
                Judge.weigh(content).scenario(specimen, workload),
                content.end().stream()
                        .map(end -> end.reason())
                        .filter(reason -> !reason.isEmpty())
                        .toList());
    }
}

package dev.tare.view.report.content;

import dev.tare.lab.verdict.Advice;
import dev.tare.lab.verdict.Figure;
import dev.tare.lab.verdict.FigureKind;
import dev.tare.lab.verdict.ScenarioResult;
import dev.tare.lab.verdict.Weighing;
import dev.tare.view.text.FigureText;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * How much longer to measure, for what a summary leads with and for what it could not print: one
 * line for each figure of a workload, by the specimen that needs most. The JSON report has them
 * all.
 */
public final class LongerRuns {
    /** The heading over the sentences. */
    public static final String TITLE = "Longer runs, as long as the machine goes on as it did:";

    private LongerRuns() {}

    /** One specimen's advice. */
    private record Wish(String specimen, Advice advice) {}

    /** The sentences, in the order of the weighing. */
    public static List<String> sentences(Weighing weighing) {
        List<String> sentences = new ArrayList<>();
        weighing.scenarios().stream()
                .map(ScenarioResult::workload)
                .distinct()
                .forEach(workload -> {
                    for (FigureKind kind : FigureKind.values()) {
                        sentence(workload, wishes(weighing, workload, kind))
                                .ifPresent(sentences::add);
                    }
                });
        return sentences;
    }

    private static List<Wish> wishes(Weighing weighing, String workload, FigureKind kind) {
        return weighing.scenarios().stream()
                .filter(scenario -> scenario.workload().equals(workload))
                .flatMap(scenario ->
                        advice(scenario, kind).stream()
                                .map(advice -> new Wish(scenario.specimen(), advice)))
                .toList();
    }

    /** Of the tare cost where it is a headline, else of a figure that is not printed. */
    private static Optional<Advice> advice(ScenarioResult scenario, FigureKind kind) {
        if (WorkloadView.HEADLINES.contains(kind) && scenario.tareCost(kind).isPresent()) {
            return scenario.tareCost(kind).flatMap(Figure::advice);
        }
        return scenario.figure(kind)
                .filter(figure -> !FigureText.shown(figure))
                .flatMap(Figure::advice);
    }

    private static Optional<String> sentence(String workload, List<Wish> wishes) {
        return wishes.stream()
                .max(
                        Comparator.comparing((Wish wish) -> !wish.advice().helps())
                                .thenComparingDouble(wish -> wish.advice().moreSec()))
                .map(most -> {
                    int others = wishes.size() - 1;
                    String rest = others == 0 ? "" : "; " + others + " more need no longer";
                    return "%s, %s: %s%s"
                            .formatted(workload, most.specimen(), most.advice().sentence(), rest);
                });
    }
}

package dev.tare.view.report;

import dev.tare.lab.verdict.Figure;
import dev.tare.lab.verdict.FigureKind;
import dev.tare.lab.verdict.Reason;
import dev.tare.lab.verdict.ScenarioResult;
import dev.tare.lab.verdict.Verdict;
import dev.tare.lab.verdict.Weighing;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Every reason for a verdict once, with all the figures it holds for, worst verdicts first. */
final class ReasonGroups {
    private static final List<String> RULES =
            List.of(
                    "planned-time clock",
                    "conservation",
                    "rate and lag",
                    "floor",
                    "generator's health",
                    "enough samples",
                    "stationary",
                    "interleaved repeats",
                    "the same work",
                    "Little's law",
                    "provenance");

    private ReasonGroups() {}

    /**
     * A reason and where it holds.
     *
     * @param reason with its verdict
     * @param places such as {@code 100b-open: envoy p99, p99.9}, in the order of the tables
     */
    record Group(Reason reason, List<String> places) {

        /** Such as {@code rule 6, enough samples}. */
        String rule() {
            int rule = reason.rule();
            boolean known = rule >= 1 && rule <= RULES.size();
            return "rule " + rule + (known ? ", " + RULES.get(rule - 1) : "");
        }
    }

    /** All reasons of a weighing. */
    static List<Group> of(Weighing weighing) {
        Map<Reason, Map<String, List<String>>> places = new LinkedHashMap<>();
        for (ScenarioResult scenario : weighing.scenarios()) {
            for (FigureKind kind : FigureKind.values()) {
                scenario.figure(kind)
                        .ifPresent(figure -> add(places, scenario, figure, kind.label()));
            }
            for (FigureKind kind : FigureKind.values()) {
                scenario.tareCost(kind)
                        .ifPresent(cost ->
                                add(places, scenario, cost, "tare cost of " + kind.label()));
            }
            scenario.remarks().forEach(reason -> add(places, scenario, reason, "the whole"));
        }
        return places.entrySet().stream()
                .map(entry -> new Group(entry.getKey(), sentences(entry.getValue())))
                .sorted(
                        Comparator.comparing((Group group) -> group.reason().verdict())
                                .reversed()
                                .thenComparingInt(group -> group.reason().rule()))
                .toList();
    }

    /** How many figures and tare costs have each verdict. */
    static Map<Verdict, Integer> counts(Weighing weighing) {
        Map<Verdict, Integer> counts = new EnumMap<>(Verdict.class);
        for (Verdict verdict : Verdict.values()) {
            counts.put(verdict, 0);
        }
        for (ScenarioResult scenario : weighing.scenarios()) {
            scenario.figures().values().forEach(f -> counts.merge(f.verdict(), 1, Integer::sum));
            scenario.tareCosts().values().forEach(f -> counts.merge(f.verdict(), 1, Integer::sum));
        }
        return counts;
    }

    /** Such as {@code 118 valid, 4 tainted, 3 not resolvable, 2 invalid}. */
    static String countsSentence(Weighing weighing) {
        List<String> parts = new ArrayList<>();
        counts(weighing).forEach((verdict, count) -> parts.add(count + " " + verdict.words()));
        return String.join(", ", parts);
    }

    private static void add(
            Map<Reason, Map<String, List<String>>> places,
            ScenarioResult scenario,
            Figure figure,
            String label) {
        figure.reasons().forEach(reason -> add(places, scenario, reason, label));
    }

    private static void add(
            Map<Reason, Map<String, List<String>>> places,
            ScenarioResult scenario,
            Reason reason,
            String label) {
        String where = scenario.workload() + ": " + scenario.specimen();
        places.computeIfAbsent(reason, any -> new LinkedHashMap<>())
                .computeIfAbsent(where, any -> new ArrayList<>())
                .add(label);
    }

    private static List<String> sentences(Map<String, List<String>> places) {
        List<String> sentences = new ArrayList<>();
        places.forEach((where, labels) -> sentences.add(where + " " + String.join(", ", labels)));
        return List.copyOf(sentences);
    }
}

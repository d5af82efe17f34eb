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
     * @param places such as {@code 100b-open: envoy (p99, p99.9), nginx (p99)}, a workload each
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
        Map<Reason, Places> places = new LinkedHashMap<>();
        for (ScenarioResult scenario : weighing.scenarios()) {
            for (FigureKind kind : FigureKind.values()) {
                scenario.figure(kind).ifPresent(figure -> add(places, scenario, figure, ""));
            }
            for (FigureKind kind : FigureKind.values()) {
                scenario.tareCost(kind)
                        .ifPresent(cost -> add(places, scenario, cost, " tare cost"));
            }
            for (Reason reason : scenario.remarks()) {
                add(places, reason, scenario.workload(), scenario.specimen(), "");
            }
        }
        return places.entrySet().stream()
                .map(entry -> new Group(entry.getKey(), entry.getValue().sentences()))
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
            Map<Reason, Places> places, ScenarioResult scenario, Figure figure, String suffix) {
        for (Reason reason : figure.reasons()) {
            String where = scenario.workload() + suffix;
            add(places, reason, where, scenario.specimen(), figure.kind().label());
        }
    }

    private static void add(
            Map<Reason, Places> places,
            Reason reason,
            String where,
            String specimen,
            String label) {
        places.computeIfAbsent(reason, any -> new Places()).add(where, specimen, label);
    }

    /** Where one reason holds: by workload, then by specimen, the labels of its figures. */
    private static final class Places {
        private final Map<String, Map<String, List<String>>> labels = new LinkedHashMap<>();

        void add(String where, String specimen, String label) {
            labels.computeIfAbsent(where, any -> new LinkedHashMap<>())
                    .computeIfAbsent(specimen, any -> new ArrayList<>())
                    .add(label);
        }

        List<String> sentences() {
            List<String> sentences = new ArrayList<>();
            labels.forEach((where, specimens) -> {
                List<String> parts = new ArrayList<>();
                specimens.forEach((name, kinds) -> parts.add(part(name, kinds)));
                sentences.add(where + ": " + String.join(", ", parts));
            });
            return List.copyOf(sentences);
        }

        private static String part(String specimen, List<String> kinds) {
            List<String> named = kinds.stream().filter(kind -> !kind.isEmpty()).toList();
            return named.isEmpty() ? specimen : specimen + " (" + String.join(", ", named) + ")";
        }
    }
}

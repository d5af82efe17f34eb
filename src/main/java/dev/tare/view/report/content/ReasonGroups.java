package dev.tare.view.report.content;

import dev.tare.lab.verdict.Figure;
import dev.tare.lab.verdict.FigureKind;
import dev.tare.lab.verdict.Reason;
import dev.tare.lab.verdict.ScenarioResult;
import dev.tare.lab.verdict.Verdict;
import dev.tare.lab.verdict.Weighing;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Every reason for a verdict once, with all the figures it holds for, worst verdicts first. Reasons
 * that differ in nothing but their numbers are one group.
 */
public final class ReasonGroups {
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

    private static final String LARGEST = FigureKind.RESPONSE_TIME_MAX.label();
    private static final List<String> RESPONSE_TIMES =
            Arrays.stream(FigureKind.values())
                    .filter(FigureKind::isResponseTime)
                    .map(FigureKind::label)
                    .filter(label -> !label.equals(LARGEST))
                    .toList();

    private ReasonGroups() {}

    /**
     * A reason and where it holds.
     *
     * @param reason the first of them, with its verdict
     * @param alike the others, which differ in their numbers only
     * @param places such as {@code 100b-open: envoy (p99, p99.9), nginx (p99)}, a workload each
     */
    public record Group(Reason reason, List<Reason> alike, List<String> places) {

        /** Whether it is the group of that reason. */
        public boolean holds(Reason other) {
            return reason.equals(other) || alike.contains(other);
        }

        /** Such as {@code rule 6, enough samples}. */
        public String rule() {
            int rule = reason.rule();
            boolean known = rule >= 1 && rule <= RULES.size();
            return "rule " + rule + (known ? ", " + RULES.get(rule - 1) : "");
        }
    }

    /** All reasons of a weighing. */
    public static List<Group> of(Weighing weighing) {
        Map<Kin, Places> places = new LinkedHashMap<>();
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
        return places.values().stream()
                .map(Places::group)
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
    public static String countsSentence(Weighing weighing) {
        List<String> parts = new ArrayList<>();
        counts(weighing).forEach((verdict, count) -> parts.add(count + " " + verdict.words()));
        return String.join(", ", parts);
    }

    private static void add(
            Map<Kin, Places> places, ScenarioResult scenario, Figure figure, String suffix) {
        for (Reason reason : figure.reasons()) {
            String where = scenario.workload() + suffix;
            add(places, reason, where, scenario.specimen(), figure.kind().label());
        }
    }

    private static void add(
            Map<Kin, Places> places, Reason reason, String where, String specimen, String label) {
        Places kin = places.computeIfAbsent(Kin.of(reason), any -> new Places());
        kin.reasons.add(reason);
        kin.add(where, specimen, label);
    }

    /** What reasons of one group share: all but their numbers. */
    private record Kin(int rule, Verdict verdict, String sentence, String remedy) {
        private static final String NUMBER =
                "[−-]?[0-9][0-9.,]*( ?(([µmn]?s|[kMG]?B(/s)?)\\b|/s|%))?";

        static Kin of(Reason reason) {
            String sentence = reason.sentence().replaceAll(NUMBER, "#");
            String remedy = reason.remedy().replaceAll(NUMBER, "#");
            return new Kin(reason.rule(), reason.verdict(), sentence, remedy);
        }
    }

    /** Where the reasons of one group hold: by workload, then by specimen, the figures' kinds. */
    private static final class Places {
        private final Set<Reason> reasons = new LinkedHashSet<>();
        private final Map<String, Map<String, List<String>>> labels = new LinkedHashMap<>();

        void add(String where, String specimen, String label) {
            labels.computeIfAbsent(where, any -> new LinkedHashMap<>())
                    .computeIfAbsent(specimen, any -> new ArrayList<>())
                    .add(label);
        }

        Group group() {
            List<Reason> all = List.copyOf(reasons);
            return new Group(all.getFirst(), all.subList(1, all.size()), sentences());
        }

        private List<String> sentences() {
            List<String> sentences = new ArrayList<>();
            labels.forEach((where, specimens) -> sentences.add(where + ": " + parts(specimens)));
            return List.copyOf(sentences);
        }

        /** Specimens with the same figures stand together. */
        private static String parts(Map<String, List<String>> specimens) {
            Map<String, List<String>> names = new LinkedHashMap<>();
            specimens.forEach((name, kinds) ->
                    names.computeIfAbsent(listed(kinds), any -> new ArrayList<>()).add(name));
            List<String> parts = new ArrayList<>();
            names.forEach((kinds, who) ->
                    parts.add(
                            String.join(", ", who) + (kinds.isEmpty() ? "" : " (" + kinds + ")")));
            return String.join("; ", parts);
        }

        private static String listed(List<String> kinds) {
            List<String> left = new ArrayList<>(kinds);
            left.removeIf(String::isEmpty);
            if (left.containsAll(RESPONSE_TIMES)) {
                left.removeIf(kind -> RESPONSE_TIMES.contains(kind) || kind.equals(LARGEST));
                left.addFirst("response times");
            }
            return String.join(", ", left);
        }
    }
}

package dev.tare.lab.compare;

import dev.tare.lab.compare.Comparison.Note;
import dev.tare.lab.compare.Comparison.Weight;
import dev.tare.lab.verdict.FigureKind;
import dev.tare.lab.verdict.Reason;
import dev.tare.lab.verdict.Verdict;
import dev.tare.lab.verdict.Words;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** The one sentence that a person can repeat: what is worse, what is better, what is neither. */
final class CompareSentence {
    /** So many changes are named; the others are counted. */
    private static final int NAMED = 2;

    private static final List<FigureKind> HEADLINES =
            List.of(FigureKind.CPU_PER_REQUEST, FigureKind.RESPONSE_TIME_P50);

    private CompareSentence() {}

    /** A change and where it is. */
    private record Placed(ScenarioChange scenario, FigureChange change) {
        /** The headlines first: CPU of a closed loop, the median of an open one. */
        int rank() {
            int headline = HEADLINES.indexOf(change.kind());
            boolean home = scenario.open() == (change.kind() == FigureKind.RESPONSE_TIME_P50);
            return headline < 0 ? 2 * HEADLINES.size() : headline + (home ? 0 : HEADLINES.size());
        }

        String words() {
            boolean same = scenario.before().equals(scenario.after());
            return ChangeWords.amount(change)
                    + (same ? " of " + scenario.after() : "")
                    + " in "
                    + scenario.workload();
        }
    }

    static String of(List<ScenarioChange> scenarios, List<Note> notes) {
        String sentence = sentence(scenarios, notes);
        return scenarios.stream()
                .filter(scenario -> !scenario.before().equals(scenario.after()))
                .findFirst()
                .map(pair -> "%s against %s: ".formatted(pair.after(), pair.before()) + sentence)
                .orElse(sentence);
    }

    private static String sentence(List<ScenarioChange> scenarios, List<Note> notes) {
        List<Placed> judged = new ArrayList<>();
        for (ScenarioChange scenario : scenarios) {
            scenario.figures().stream()
                    .filter(change -> change.standing().judged())
                    .forEach(change -> judged.add(new Placed(scenario, change)));
        }
        if (judged.isEmpty()) {
            return "nothing can be compared: " + why(scenarios, notes);
        }
        List<Placed> worse = with(judged, Standing.WORSE);
        List<Placed> better = with(judged, Standing.BETTER);
        List<String> parts = new ArrayList<>();
        if (!worse.isEmpty()) {
            parts.add("worse: " + named(worse));
        }
        if (!better.isEmpty()) {
            parts.add("better: " + named(better));
        }
        int rest = judged.size() - worse.size() - better.size();
        if (parts.isEmpty()) {
            parts.add(
                    "no difference is shown in %s%s"
                            .formatted(Words.plural(rest, "figure"), headlineBounds(judged)));
        } else if (rest > 0) {
            parts.add("no difference is shown in %s".formatted(Words.plural(rest, "other figure")));
        }
        return String.join("; ", parts) + believe(judged, worse, better);
    }

    private static List<Placed> with(List<Placed> judged, Standing standing) {
        return judged.stream()
                .filter(placed -> placed.change().standing() == standing)
                .sorted(
                        Comparator.comparingInt(Placed::rank)
                                .thenComparingDouble(placed -> -Math.abs(placed.change().change())))
                .toList();
    }

    private static String named(List<Placed> changes) {
        List<String> words =
                new ArrayList<>(changes.stream().limit(NAMED).map(Placed::words).toList());
        int more = changes.size() - words.size();
        return String.join(" and ", words) + (more > 0 ? " and %d more".formatted(more) : "");
    }

    private static String headlineBounds(List<Placed> judged) {
        List<String> bounds = new ArrayList<>();
        for (FigureKind kind : HEADLINES) {
            judged.stream()
                    .filter(placed -> placed.change().kind() == kind)
                    .max(Comparator.comparingDouble(placed -> placed.change().largest()))
                    .ifPresent(placed ->
                            bounds.add(
                                    "%s by at most %s"
                                            .formatted(
                                                    kind.label(),
                                                    ChangeWords.largest(placed.change()))));
        }
        return bounds.isEmpty() ? "" : "; " + String.join(", ", bounds);
    }

    /** Whether to believe what is named; where nothing is, whether to believe the rest. */
    private static String believe(List<Placed> judged, List<Placed> worse, List<Placed> better) {
        List<Placed> named = new ArrayList<>();
        worse.stream().limit(NAMED).forEach(named::add);
        better.stream().limit(NAMED).forEach(named::add);
        List<Placed> asked = named.isEmpty() ? headlines(judged) : named;
        Optional<String> doubt =
                asked.stream()
                        .flatMap(placed -> placed.change().reasons().stream())
                        .filter(reason -> reason.verdict() == Verdict.TAINTED)
                        .map(Reason::sentence)
                        .findFirst();
        if (doubt.isEmpty()) {
            return "; believe it: yes";
        }
        boolean anyValid = asked.stream().anyMatch(placed -> placed.change().valid());
        String which = anyValid ? "in part, with doubt the " + labels(asked) : "with doubt";
        return "; believe it: %s, because %s".formatted(which, doubt.get());
    }

    private static List<Placed> headlines(List<Placed> judged) {
        List<Placed> headlines =
                judged.stream()
                        .filter(placed -> HEADLINES.contains(placed.change().kind()))
                        .toList();
        return headlines.isEmpty() ? judged : headlines;
    }

    private static String labels(List<Placed> asked) {
        return asked.stream()
                .filter(placed -> !placed.change().valid())
                .map(placed -> placed.change().kind().label())
                .distinct()
                .collect(Collectors.joining(", "));
    }

    private static String why(List<ScenarioChange> scenarios, List<Note> notes) {
        Optional<String> missing =
                notes.stream()
                        .filter(note -> note.weight() == Weight.NOT_COMPARED)
                        .map(Note::sentence)
                        .findFirst();
        return ScenarioChange.obstacle(scenarios)
                .or(() -> missing)
                .orElse("bare stands alone, with no specimen beside it");
    }
}

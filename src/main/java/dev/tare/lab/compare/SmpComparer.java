package dev.tare.lab.compare;

import static dev.tare.lab.verdict.Verdict.INVALID;
import static dev.tare.lab.verdict.Verdict.VALID;

import dev.tare.lab.compare.Comparison.Note;
import dev.tare.lab.compare.Comparison.Weight;
import dev.tare.lab.smp.SmpFolderReader.Row;
import dev.tare.lab.verdict.FigureKind;
import dev.tare.lab.verdict.Reason;
import dev.tare.lab.verdict.Words;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Holds results that were written as SMP against each other. A {@code PerformanceTestResult} holds
 * no spread: changes are told, and none is called better or worse. Pure.
 */
public final class SmpComparer {
    /** What is compared, in the order in which it is shown; SMP's rate stands for goodput. */
    private static final List<FigureKind> KINDS =
            List.of(
                    FigureKind.RESPONSE_TIME_P50,
                    FigureKind.RESPONSE_TIME_P90,
                    FigureKind.RESPONSE_TIME_P99,
                    FigureKind.RESPONSE_TIME_MEAN,
                    FigureKind.GOODPUT);

    private static final Reason NO_SPREAD =
            new Reason(
                    8,
                    VALID,
                    "SMP holds no spread: nobody can tell this change from chance",
                    "Run both in turns and compare the bundles (tare run, tare compare).");

    private final List<Note> notes = new ArrayList<>();
    private final List<ScenarioChange> scenarios = new ArrayList<>();

    private SmpComparer() {}

    /**
     * Results that were named together.
     *
     * @param name how a person names them, such as a file's or a folder's name
     * @param folder whether they are a folder's, to be matched by their labels
     * @param rows one, or those of the folder
     * @param faults what could not be read and is left out, a sentence each
     */
    public record Half(String name, boolean folder, List<Row> rows, List<String> faults) {
        public Half {
            rows = List.copyOf(rows);
            faults = List.copyOf(faults);
        }
    }

    /** Specimen and workload; of a result without labels its file's name and nothing. */
    private record Key(String specimen, String workload) {
        static Key of(Row row) {
            boolean labelled = !row.specimen().isEmpty() || !row.workload().isEmpty();
            return labelled ? new Key(row.specimen(), row.workload()) : new Key(file(row), "");
        }

        private static String file(Row row) {
            String name = String.valueOf(Path.of(row.result().source()).getFileName());
            return name.replaceFirst("\\.(?:pb|json|ya?ml)$", "");
        }

        Key renamed(Map<String, String> renamed) {
            return new Key(
                    renamed.getOrDefault(specimen, specimen),
                    renamed.getOrDefault(workload, workload));
        }

        String words() {
            return workload.isEmpty() ? specimen : specimen + " · " + workload;
        }
    }

    /**
     * Compares two results, or those of two folders that have the same labels.
     *
     * @param renamed specimens and workloads of {@code before} that have another name in {@code
     *     after}; for folders
     * @throws IllegalArgumentException in one line, if one is a folder and the other is not, or a
     *     renamed one is not there
     */
    public static Comparison compare(Half before, Half after, Map<String, String> renamed) {
        if (before.folder() != after.folder()) {
            throw new IllegalArgumentException(
                    "%s is a folder of results and %s is one result; name two folders or two files"
                            .formatted(
                                    before.folder() ? before.name() : after.name(),
                                    before.folder() ? after.name() : before.name()));
        }
        SmpComparer comparer = new SmpComparer();
        comparer.faults(before, "before: ");
        comparer.faults(after, "after: ");
        if (before.folder()) {
            comparer.folders(before, after, renamed);
        } else {
            comparer.files(before, after);
        }
        return new Comparison(
                comparer.sentence(),
                before.name(),
                after.name(),
                Comparison.Kind.SMP,
                0,
                0,
                comparer.notes,
                comparer.scenarios,
                0);
    }

    private void faults(Half half, String label) {
        half.faults()
                .forEach(fault -> notes.add(new Note(Weight.REMARK, label + fault + ": left out")));
    }

    private void files(Half before, Half after) {
        Row one = before.rows().getFirst();
        Row two = after.rows().getFirst();
        Key first = Key.of(one);
        Key second = Key.of(two);
        boolean sameWords = first.words().equals(second.words());
        if (!first.workload().equals(second.workload())) {
            notes.add(
                    new Note(
                            Weight.REMARK,
                            "they are called %s and %s: whether they did the same work nobody says"
                                    .formatted(first.words(), second.words())));
        }
        add(
                one,
                two,
                sameWords ? first : new Key(first.words(), ""),
                sameWords ? second : new Key(second.words(), ""));
    }

    private void folders(Half before, Half after, Map<String, String> renamed) {
        Map<Key, Row> old = byKey(before, "before");
        Map<Key, Row> now = byKey(after, "after");
        renamed.forEach((from, to) -> requireName(from, to, old, now));
        Map<Key, Key> originals = new LinkedHashMap<>();
        old.keySet().forEach(key -> originals.put(key.renamed(renamed), key));
        for (Map.Entry<Key, Row> entry : now.entrySet()) {
            Key original = originals.remove(entry.getKey());
            Row row = original == null ? null : old.get(original);
            if (original == null || row == null) {
                notes.add(only(entry.getKey(), "second"));
            } else {
                add(row, entry.getValue(), original, entry.getKey());
            }
        }
        originals.values().forEach(key -> notes.add(only(key, "first")));
    }

    private static Note only(Key key, String which) {
        return new Note(
                Weight.NOT_COMPARED, "%s is only in the %s folder".formatted(key.words(), which));
    }

    private Map<Key, Row> byKey(Half half, String label) {
        Map<Key, Row> rows = new LinkedHashMap<>();
        for (Row row : half.rows()) {
            if (rows.putIfAbsent(Key.of(row), row) != null) {
                notes.add(
                        new Note(
                                Weight.NOT_COMPARED,
                                "%s: %s has the labels of another result: left out"
                                        .formatted(label, row.result().source())));
            }
        }
        return rows;
    }

    private static void requireName(String from, String to, Map<Key, Row> old, Map<Key, Row> now) {
        boolean specimen =
                old.keySet().stream().anyMatch(key -> key.specimen().equals(from))
                        && now.keySet().stream().anyMatch(key -> key.specimen().equals(to));
        boolean workload =
                old.keySet().stream().anyMatch(key -> key.workload().equals(from))
                        && now.keySet().stream().anyMatch(key -> key.workload().equals(to));
        if (!specimen && !workload) {
            throw new IllegalArgumentException(
                    "%s=%s: no specimen and no workload has these names; before there are %s, after %s"
                            .formatted(from, to, names(old), names(now)));
        }
    }

    private static String names(Map<Key, Row> rows) {
        return Stream.concat(
                        rows.keySet().stream().map(Key::specimen),
                        rows.keySet().stream().map(Key::workload))
                .filter(name -> !name.isEmpty())
                .distinct()
                .collect(Collectors.joining(", "));
    }

    private void add(Row one, Row two, Key first, Key second) {
        SmpSide before = SmpSide.of(one, "before");
        SmpSide after = SmpSide.of(two, "after");
        String differences = differences(one, two);
        List<FigureChange> changes = new ArrayList<>();
        if (differences.isEmpty()) {
            for (FigureKind kind : KINDS) {
                if (before.has(kind) || after.has(kind)) {
                    changes.add(change(kind, before, after));
                }
            }
        }
        String nothing = changes.isEmpty() ? "neither of them holds a figure" : "";
        scenarios.add(
                new ScenarioChange(
                        first.specimen(),
                        second.specimen(),
                        second.workload(),
                        two.result().loadModel().equals("open"),
                        0,
                        0,
                        changes,
                        differences.isEmpty()
                                ? nothing
                                : "not the same load: they differ in %s: not compared"
                                        .formatted(differences)));
    }

    /** In what the two were loaded differently, as far as both say. */
    private static String differences(Row one, Row two) {
        List<String> differences = new ArrayList<>();
        String first = one.result().loadModel();
        String second = two.result().loadModel();
        if (!first.isEmpty() && !second.isEmpty() && !first.equals(second)) {
            differences.add("load model (%s, %s)".formatted(first, second));
        }
        OptionalInt connections = one.asked().connections();
        OptionalInt others = two.asked().connections();
        if (connections.isPresent() && others.isPresent() && !connections.equals(others)) {
            differences.add(
                    "connections (%d, %d)".formatted(connections.getAsInt(), others.getAsInt()));
        }
        OptionalDouble rate = one.asked().ratePerSec();
        OptionalDouble other = two.asked().ratePerSec();
        if (rate.isPresent() && other.isPresent() && !rate.equals(other)) {
            differences.add("rate (%s, %s)".formatted(rate(rate), rate(other)));
        }
        return String.join(", ", differences);
    }

    private static String rate(OptionalDouble perSec) {
        return Words.count(Math.round(perSec.getAsDouble())) + "/s";
    }

    private static FigureChange change(FigureKind kind, SmpSide before, SmpSide after) {
        List<Reason> reasons = new ArrayList<>(before.doubts(kind));
        reasons.addAll(after.doubts(kind));
        boolean invalid = reasons.stream().anyMatch(reason -> reason.verdict() == INVALID);
        if (!invalid) {
            reasons.add(NO_SPREAD);
        }
        double one = before.shown(kind);
        double two = after.shown(kind);
        return new FigureChange(
                kind,
                one,
                two,
                Double.NaN,
                invalid ? Double.NaN : two / one - 1,
                Optional.empty(),
                Optional.empty(),
                1,
                invalid ? Standing.NOT_COMPARED : Standing.NOT_JUDGED,
                reasons);
    }

    /** A change and where it is. */
    private record Placed(ScenarioChange scenario, FigureChange change) {
        String words() {
            return ChangeWords.change(change) + " " + change.kind().label();
        }
    }

    private String sentence() {
        List<Placed> told = new ArrayList<>();
        for (ScenarioChange scenario : scenarios) {
            scenario.figures().stream()
                    .filter(change -> Double.isFinite(change.change()))
                    .forEach(change -> told.add(new Placed(scenario, change)));
        }
        if (told.isEmpty()) {
            return "nothing can be compared: " + why();
        }
        String changes =
                scenarios.size() == 1
                        ? told.stream().map(Placed::words).collect(Collectors.joining(", "))
                        : largest(told);
        return changes
                + "; SMP holds no spread: nothing can be called better or worse"
                + doubt(told)
                + left(told);
    }

    private static String largest(List<Placed> told) {
        Placed largest =
                told.stream()
                        .max(Comparator.comparingDouble(p -> Math.abs(p.change().change())))
                        .orElseThrow();
        return "the largest of %s is %s of %s"
                .formatted(
                        Words.plural(told.size(), "change"),
                        largest.words(),
                        (largest.scenario().specimens() + " in " + largest.scenario().workload())
                                .replaceFirst(" in $", ""));
    }

    private static String doubt(List<Placed> told) {
        long doubtful = told.stream().filter(p -> p.change().verdict() != VALID).count();
        return doubtful == 0
                ? ""
                : "; %s of them with doubt".formatted(doubtful == told.size() ? "all" : doubtful);
    }

    private String left(List<Placed> told) {
        long all = scenarios.stream().mapToLong(scenario -> scenario.figures().size()).sum();
        long left = all - told.size();
        return left == 0
                ? ""
                : "; %s %s not compared"
                        .formatted(Words.plural(left, "figure"), left == 1 ? "is" : "are");
    }

    private String why() {
        return ScenarioChange.obstacle(scenarios)
                .orElse("no result of the one has its like in the other");
    }
}

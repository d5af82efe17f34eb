package dev.tare.view.compare;

import dev.tare.lab.compare.ChangeWords;
import dev.tare.lab.compare.Comparison;
import dev.tare.lab.compare.FigureChange;
import dev.tare.lab.compare.Gate.Check;
import dev.tare.lab.compare.ScenarioChange;
import dev.tare.lab.objective.Relation;
import dev.tare.lab.verdict.Reason;
import dev.tare.lab.verdict.Verdict;
import dev.tare.view.text.Quantity;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The words that all formats share. */
final class CompareWords {
    private CompareWords() {}

    /** What is compared with what. */
    static String halves(Comparison comparison) {
        String before = comparison.before();
        String after = comparison.after();
        return switch (comparison.kind()) {
            case SPECIMENS ->
                    "before: %s, after: %s; paired within %d blocks of one bundle"
                            .formatted(before, after, comparison.blocksBefore());
            case BUNDLES ->
                    "before: %s (%d blocks), after: %s (%d blocks); each against its own bare"
                            .formatted(
                                    before,
                                    comparison.blocksBefore(),
                                    after,
                                    comparison.blocksAfter());
            case SMP -> "before: %s, after: %s; results in SMP".formatted(before, after);
        };
    }

    /** The sentence with a capital, as a heading. */
    static String sentence(Comparison comparison) {
        String sentence = comparison.sentence();
        if (comparison.paired()) {
            // It begins with a name, which stays as it is.
            return sentence;
        }
        return Character.toUpperCase(sentence.charAt(0)) + sentence.substring(1);
    }

    static String title(Comparison comparison, ScenarioChange scenario) {
        if (comparison.kind() == Comparison.Kind.SMP) {
            return scenario.workload().isEmpty()
                    ? scenario.specimens()
                    : scenario.specimens() + " · " + scenario.workload();
        }
        String blocks =
                scenario.blocksBefore() == scenario.blocksAfter()
                        ? scenario.blocksBefore() + " blocks"
                        : scenario.blocksBefore() + " and " + scenario.blocksAfter() + " blocks";
        return "%s · %s (%s loop, %s)"
                .formatted(
                        scenario.specimens(),
                        scenario.workload(),
                        scenario.open() ? "open" : "closed",
                        blocks);
    }

    /** One of the two halves of a change, in the unit that fits. */
    static String half(double value, FigureChange change) {
        return Quantity.of(value, change.kind().unit());
    }

    /** Doubts by the figures that they are about, in the order of the table. */
    static List<String> doubts(ScenarioChange scenario) {
        Map<Reason, List<String>> figures = new LinkedHashMap<>();
        for (FigureChange change : scenario.figures()) {
            for (Reason reason : change.reasons()) {
                figures.computeIfAbsent(reason, any -> new ArrayList<>())
                        .add(change.kind().label());
            }
        }
        List<String> doubts = new ArrayList<>();
        figures.forEach((reason, labels) -> {
            String words = reason.verdict() == Verdict.VALID ? "" : reason.verdict().words() + ", ";
            String remedy = reason.remedy().isEmpty() ? "" : " → " + reason.remedy();
            doubts.add(
                    "%s: %s%s (rule %d)%s"
                            .formatted(
                                    String.join(", ", labels),
                                    words,
                                    reason.sentence(),
                                    reason.rule(),
                                    remedy));
        });
        return doubts;
    }

    /** How the intervals and the words are to be read. */
    static String legend(Comparison comparison) {
        String against =
                !comparison.againstBare()
                        ? ""
                        : " A change is what is left when bare's own (column bare) is taken out.";
        return "Intervals at 95 %%, one by one; better and worse hold for all %d together (Holm).%s"
                .formatted(comparison.tests(), against);
    }

    /** A check in a line, such as {@code p99 > +5% (envoy · open): …}. */
    static String check(Check check) {
        String found =
                check.change()
                        .filter(change -> Double.isFinite(change.change()))
                        .map(change ->
                                ChangeWords.change(change)
                                        + change.interval()
                                                .map(any ->
                                                        " (" + ChangeWords.interval(change) + ")")
                                                .orElse("")
                                        + ", ")
                        .orElse("");
        String where = check.where().isEmpty() ? "" : " " + check.where() + ":";
        String reason = check.reason().isEmpty() ? "" : ": " + check.reason();
        return "%s%s %s%s%s"
                .formatted(check.limit().text(), where, found, certainty(check), reason);
    }

    /** How sure it is that the limit is not kept. */
    private static String certainty(Check check) {
        boolean upwards =
                check.limit().relation() == Relation.ABOVE
                        || check.limit().relation() == Relation.AT_LEAST;
        return switch (check.certainty()) {
            case BEYOND -> upwards ? "surely above" : "surely below";
            case WITHIN -> upwards ? "surely not above" : "surely not below";
            case UNSURE ->
                    check.change().flatMap(FigureChange::interval).isPresent()
                            ? "the interval cannot tell"
                            : "no interval tells how sure";
            case BY_VALUE -> "by its value, for it has no interval";
            case NO_DATA -> "no figure that may be believed";
        };
    }
}

package dev.tare.lab.compare;

import dev.tare.base.core.Outcome;
import dev.tare.base.core.Tally;
import dev.tare.lab.bundle.PlanRecord.WorkloadRecord;
import dev.tare.lab.verdict.Figure;
import dev.tare.lab.verdict.FigureKind;
import dev.tare.lab.verdict.Reason;
import dev.tare.lab.verdict.ScenarioResult;
import dev.tare.lab.verdict.Verdict;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * One half of a comparison: a scenario of a bundle, with what is wrong with its figures.
 *
 * @param bundle which it is of
 * @param specimen name
 * @param workload as it was planned
 * @param result judged
 * @param label how sentences call it: {@code before}, {@code after}, or the specimen's name
 */
record Side(
        Weighed bundle,
        String specimen,
        WorkloadRecord workload,
        ScenarioResult result,
        String label) {

    /** The scenario; empty where the bundle has no block of it. */
    static Optional<Side> of(Weighed bundle, String specimen, String workload, String label) {
        return bundle.workload(workload)
                .flatMap(planned ->
                        bundle.weighing()
                                .scenario(specimen, workload)
                                .map(result -> new Side(bundle, specimen, planned, result, label)));
    }

    boolean isBare() {
        return specimen.equals(bundle.bare());
    }

    Optional<Figure> figure(FigureKind kind) {
        return result.figure(kind);
    }

    /** The figure's value; NaN where it is invalid, or not there. */
    double shown(FigureKind kind) {
        return figure(kind)
                .filter(figure -> figure.verdict() != Verdict.INVALID)
                .map(Figure::value)
                .orElse(Double.NaN);
    }

    /**
     * What makes the figure doubtful.
     *
     * @param withBare whether the difference rests on bare of the same bundle too
     */
    List<Reason> doubts(FigureKind kind, boolean withBare) {
        Set<Reason> reasons = new LinkedHashSet<>();
        Optional<Figure> figure = figure(kind);
        // What is invalid by itself need not be so for bare's sake too.
        boolean stands = figure.map(Figure::verdict).orElse(Verdict.INVALID) != Verdict.INVALID;
        Optional<Figure> cost = withBare && stands ? result.tareCost(kind) : Optional.empty();
        // A trend of the machine's is in both halves of a pair and cancels; the cost's own does
        // not.
        figure.ifPresent(f ->
                f.reasons().stream()
                        .filter(Side::doubtful)
                        .filter(reason -> reason.rule() != 7)
                        .forEach(reasons::add));
        cost.ifPresent(c -> c.reasons().stream().filter(Side::doubtful).forEach(reasons::add));
        if (kind.isResponseTime() && result.saturated() && cost.isEmpty()) {
            reasons.add(
                    new Reason(
                            3,
                            Verdict.INVALID,
                            "saturated: its response times grow with the length of the load",
                            "Load it with a lower rate."));
        }
        if (figure.map(Figure::lowerBound).orElse(false)) {
            reasons.add(
                    new Reason(
                            3,
                            Verdict.TAINTED,
                            "the rate is a lower bound, because " + result.bottleneckSentence(),
                            "Give the instrument and the origin more cores."));
        }
        if (withBare && kind == FigureKind.CPU_PER_REQUEST) {
            reasons.addAll(yardstickDoubts());
        }
        return reasons.stream().map(this::labelled).toList();
    }

    private static boolean doubtful(Reason reason) {
        return reason.verdict() == Verdict.TAINTED || reason.verdict() == Verdict.INVALID;
    }

    /** Bare's work is the yardstick of CPU: what is no result of bare's is no yardstick. */
    private List<Reason> yardstickDoubts() {
        return bundle
                .weighing()
                .scenario(bundle.bare(), workload.name())
                .flatMap(bare -> bare.figure(FigureKind.RESPONSE_TIME_MEAN))
                .map(Figure::reasons)
                .orElse(List.of())
                .stream()
                .filter(reason -> reason.verdict() == Verdict.INVALID)
                .map(reason -> prefixed("bare: ", reason))
                .toList();
    }

    /** The reason, said of this half. */
    Reason labelled(Reason reason) {
        return prefixed(label + ": ", reason);
    }

    private static Reason prefixed(String prefix, Reason reason) {
        return new Reason(
                reason.rule(), reason.verdict(), prefix + reason.sentence(), reason.remedy());
    }

    /** Bytes of body a correct answer; NaN where there was none. */
    double bodyBytes() {
        Tally tally = result.tally();
        long correct = tally.count(Outcome.CORRECT);
        return correct == 0 ? Double.NaN : (double) tally.bodyBytes() / correct;
    }

    /** What its connections spoke, most first; empty where it was not written down. */
    List<String> spoken() {
        Map<String, Long> counts = new TreeMap<>();
        bundle.content()
                .blocks()
                .forEach(block ->
                        block.blockRecord()
                                .protocols()
                                .getOrDefault(specimen, Map.of())
                                .forEach((name, count) -> counts.merge(name, count, Long::sum)));
        return new ArrayList<>(counts.keySet());
    }
}

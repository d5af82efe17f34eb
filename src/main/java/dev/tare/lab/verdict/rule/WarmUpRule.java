package dev.tare.lab.verdict.rule;

import static dev.tare.lab.verdict.Verdict.TAINTED;
import static dev.tare.lab.verdict.Verdict.VALID;

import dev.tare.base.stats.Sample;
import dev.tare.base.stats.StudentT;
import dev.tare.lab.bundle.BundleContent;
import dev.tare.lab.bundle.RoundRecord;
import dev.tare.lab.bundle.RoundRecord.WarmUpRecord;
import dev.tare.lab.verdict.FigureKind;
import dev.tare.lab.verdict.Reason;
import dev.tare.lab.verdict.Words;
import dev.tare.lab.verdict.estimate.Estimate;
import dev.tare.lab.verdict.estimate.Scenario;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Rule 7, the warm-up: one that its cap cut short is said. It taints a figure only where the
 * figures show it: where the first quarter of the blocks after it lies apart from all others, by
 * Student's t for two samples at 1 %, and by more than half of the printed interval.
 */
final class WarmUpRule implements Rule {
    private static final double LEVEL = 0.01;
    private static final int EARLY_PART = 4;
    private static final String REMEDY = "Give it longer: --warm-up TIME, or warm-up in the plan.";

    /** A warm-up that did not settle, and the round that it belongs to. */
    private record CutShort(int round, WarmUpRecord warmUp) {}

    @Override
    public List<Finding> judge(Evidence evidence) {
        List<CutShort> all = cutShort(evidence);
        if (all.isEmpty()) {
            return List.of();
        }
        List<Finding> findings = new ArrayList<>();
        findings.add(
                new Finding(Set.of(), Set.of(), true, new Reason(7, VALID, sentence(all), REMEDY)));
        Set<Integer> early = early(evidence, all);
        evidence.figures()
                .forEach((kind, figure) ->
                        reason(evidence, kind, figure, false, early)
                                .map(reason -> Finding.figures(Set.of(kind), reason))
                                .ifPresent(findings::add));
        evidence.costs()
                .forEach((kind, cost) ->
                        reason(evidence, kind, cost, true, early)
                                .map(reason -> Finding.costs(Set.of(kind), reason))
                                .ifPresent(findings::add));
        return findings;
    }

    private static List<CutShort> cutShort(Evidence evidence) {
        List<CutShort> found = new ArrayList<>();
        for (RoundRecord round : evidence.content().rounds()) {
            for (WarmUpRecord warmUp : round.warmUps()) {
                boolean own =
                        warmUp.specimen().equals(evidence.scenario().specimen())
                                && warmUp.workload().equals(evidence.scenario().workload().name());
                if (own && !warmUp.settled()) {
                    found.add(new CutShort(round.index(), warmUp));
                }
            }
        }
        return found;
    }

    private static String sentence(List<CutShort> all) {
        WarmUpRecord first = all.getFirst().warmUp();
        String rounds = all.size() > 1 ? " in " + all.size() + " rounds" : "";
        String why = first.endedBy().isEmpty() ? "" : ": " + first.endedBy();
        return "its warm-up was cut short%s, after %s%s"
                .formatted(rounds, Words.time(first.seconds() * 1e9), why);
    }

    /** Indices of the first quarter of the blocks of every round that was not warm. */
    private static Set<Integer> early(Evidence evidence, List<CutShort> all) {
        Map<Integer, List<Integer>> indicesByRound = new HashMap<>();
        for (BundleContent.Block block : evidence.content().blocks()) {
            indicesByRound
                    .computeIfAbsent(block.blockRecord().round(), unseen -> new ArrayList<>())
                    .add(block.blockRecord().index());
        }
        Set<Integer> early = new TreeSet<>();
        for (CutShort one : all) {
            List<Integer> indices =
                    indicesByRound.getOrDefault(one.round(), List.of()).stream().sorted().toList();
            early.addAll(indices.subList(0, (indices.size() + EARLY_PART - 1) / EARLY_PART));
        }
        return early;
    }

    private static Optional<Reason> reason(
            Evidence evidence,
            FigureKind kind,
            Estimate estimate,
            boolean cost,
            Set<Integer> early) {
        Optional<double[]> logs =
                estimate.interval().flatMap(any -> TrendRule.logs(evidence, kind, cost));
        if (logs.isEmpty()) {
            return Optional.empty();
        }
        boolean paired = cost && kind != FigureKind.CPU_PER_REQUEST;
        List<Scenario.Block> blocks =
                paired
                        ? evidence.pair().orElseThrow().specimen().blocks()
                        : evidence.scenario().blocks();
        List<Double> first = new ArrayList<>();
        List<Double> rest = new ArrayList<>();
        for (int b = 0; b < blocks.size(); b++) {
            (early.contains(blocks.get(b).index()) ? first : rest).add(logs.get()[b]);
        }
        if (first.isEmpty() || rest.size() < 2) {
            return Optional.empty();
        }
        Sample before = sample(first);
        Sample after = sample(rest);
        double change = before.mean() - after.mean();
        boolean larger = Math.abs(change) > TrendRule.width(evidence, kind, estimate, cost) / 2;
        if (!larger || probability(before, after) >= LEVEL) {
            return Optional.empty();
        }
        String sentence =
                "the warm-up was cut short, and its first %s %s %s %s the rest"
                        .formatted(
                                Words.plural(first.size(), "block"),
                                first.size() == 1 ? "lies" : "lie",
                                TrendRule.words(evidence, kind, estimate, cost, change),
                                change > 0 ? "above" : "below");
        return Optional.of(new Reason(7, TAINTED, sentence, REMEDY));
    }

    private static Sample sample(List<Double> values) {
        return Sample.of(values.stream().mapToDouble(Double::doubleValue).toArray());
    }

    /** Of means as far apart by chance: Student's t of two samples with one variance. */
    private static double probability(Sample a, Sample b) {
        double degrees = a.count() + b.count() - 2.0;
        double squares = (a.count() - 1) * a.variance() + (b.count() - 1) * b.variance();
        double error = Math.sqrt(squares / degrees * (1.0 / a.count() + 1.0 / b.count()));
        double difference = a.mean() - b.mean();
        if (error == 0) {
            return difference == 0 ? 1 : 0;
        }
        return StudentT.twoSided(difference / error, degrees);
    }
}

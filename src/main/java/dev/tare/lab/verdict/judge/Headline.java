package dev.tare.lab.verdict.judge;

import static dev.tare.lab.verdict.FigureKind.CPU_PER_REQUEST;
import static dev.tare.lab.verdict.FigureKind.RESPONSE_TIME_P50;

import dev.tare.lab.bundle.BundleContent;
import dev.tare.lab.bundle.PlanRecord.WorkloadRecord;
import dev.tare.lab.verdict.Advice;
import dev.tare.lab.verdict.Figure;
import dev.tare.lab.verdict.FigureKind;
import dev.tare.lab.verdict.Reason;
import dev.tare.lab.verdict.ScenarioResult;
import dev.tare.lab.verdict.Verdict;
import dev.tare.lab.verdict.Words;
import dev.tare.lab.verdict.estimate.Estimate;
import dev.tare.lab.verdict.estimate.Estimator;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The one sentence that a person can repeat: CPU a request and the median response time that the
 * most expensive specimen costs, and whether to believe it.
 *
 * <p>CPU is taken from the first closed-loop workload, where it is measured under full load; the
 * median from the first open-loop workload, because a median under saturation is not a user's.
 * Where there is only one kind, both come from it.
 *
 * @param sentence without a full stop
 * @param anyValid whether any specimen has a valid headline figure
 * @param widest the wider margin of its headline costs, relative to them; 0 where there is none
 * @param advice how much longer to measure for those that are known less well than ±5 %
 */
record Headline(String sentence, boolean anyValid, double widest, List<Advice> advice) {

    /** A specimen's two headline tare costs, where they exist. */
    private record Candidate(String name, Optional<Figure> cpu, Optional<Figure> median) {
        boolean any() {
            return cpu.isPresent() || median.isPresent();
        }

        double cpuNs() {
            return usable(cpu) ? cpu.get().value() : Double.NaN;
        }

        double medianNs() {
            return usable(median) ? median.get().value() : Double.NaN;
        }
    }

    static Headline of(BundleContent content, List<ScenarioResult> results) {
        List<WorkloadRecord> workloads = content.manifest().plan().workloads();
        String cpuWorkload = first(workloads, false);
        String medianWorkload = first(workloads, true);
        List<String> specimens = content.manifest().plan().specimens();
        List<Candidate> candidates = new ArrayList<>();
        for (String name : specimens.subList(1, specimens.size())) {
            Candidate candidate =
                    new Candidate(
                            name,
                            cost(results, name, cpuWorkload, CPU_PER_REQUEST),
                            cost(results, name, medianWorkload, RESPONSE_TIME_P50));
            if (candidate.any()) {
                candidates.add(candidate);
            }
        }
        String sentence =
                candidates.isEmpty() ? withoutCosts(content, specimens) : withCosts(candidates);
        return new Headline(
                sentence, anyValid(specimens, results), widest(candidates), advice(candidates));
    }

    private static String first(List<WorkloadRecord> workloads, boolean open) {
        return workloads.stream()
                .filter(workload -> workload.open() == open)
                .findFirst()
                .orElse(workloads.getFirst())
                .name();
    }

    private static Optional<Figure> cost(
            List<ScenarioResult> results, String specimen, String workload, FigureKind kind) {
        return results.stream()
                .filter(r -> r.specimen().equals(specimen) && r.workload().equals(workload))
                .findFirst()
                .flatMap(result -> result.tareCost(kind));
    }

    private static boolean usable(Optional<Figure> figure) {
        return figure.isPresent()
                && !Double.isNaN(figure.get().value())
                && figure.get().verdict() != Verdict.INVALID;
    }

    private static String withoutCosts(BundleContent content, List<String> specimens) {
        int blocks = content.blocks().size();
        if (blocks == 0) {
            return "nothing is weighed yet: no block is whole";
        }
        if (specimens.size() < 2) {
            return "nothing is weighed: bare stands alone, with no specimen beside it";
        }
        if (blocks < Estimator.MIN_BLOCKS) {
            return "no tare cost yet: %s of at least %d"
                    .formatted(Words.plural(blocks, "block"), Estimator.MIN_BLOCKS);
        }
        return "no tare cost: no specimen was measured in %d blocks with bare beside it"
                .formatted(Estimator.MIN_BLOCKS);
    }

    private static String withCosts(List<Candidate> candidates) {
        Candidate dearest = dearest(candidates);
        String sentence = dearest.name() + costs(dearest) + "; " + believe(dearest);
        List<Candidate> known = candidates.stream().filter(c -> !Double.isNaN(c.cpuNs())).toList();
        if (known.size() > 1) {
            Candidate cheapest =
                    known.stream().min(Comparator.comparingDouble(Candidate::cpuNs)).orElseThrow();
            if (!cheapest.name().equals(dearest.name())) {
                sentence +=
                        "; %s is the cheapest (%s CPU)"
                                .formatted(cheapest.name(), amount(cheapest.cpu().orElseThrow()));
            }
        }
        return sentence;
    }

    private static Candidate dearest(List<Candidate> candidates) {
        boolean cpuKnown = candidates.stream().anyMatch(c -> !Double.isNaN(c.cpuNs()));
        return candidates.stream()
                .max(Comparator.comparingDouble(c -> orLowest(cpuKnown ? c.cpuNs() : c.medianNs())))
                .orElseThrow();
    }

    private static double orLowest(double value) {
        return Double.isNaN(value) ? Double.NEGATIVE_INFINITY : value;
    }

    private static String costs(Candidate candidate) {
        List<String> parts = new ArrayList<>();
        if (usable(candidate.cpu())) {
            parts.add(amount(candidate.cpu().orElseThrow()) + " CPU");
        }
        if (usable(candidate.median())) {
            parts.add(amount(candidate.median().orElseThrow()) + " (median)");
        }
        if (parts.isEmpty()) {
            return " has no tare cost that can be stated";
        }
        String invisible = candidate.cpu().isEmpty() ? " (its CPU is not visible)" : "";
        return " costs " + String.join(" and ", parts) + " a request" + invisible;
    }

    /** A cost with its margin, or the largest that it can be where it is not resolved. */
    private static String amount(Figure figure) {
        if (figure.interval().isEmpty()) {
            return Words.time(figure.value());
        }
        Figure.Interval interval = figure.interval().get();
        if (interval.contains(0) || figure.verdict() == Verdict.NOT_RESOLVABLE) {
            double largest = Math.max(Math.abs(interval.low()), Math.abs(interval.high()));
            return "less than " + Words.time(largest);
        }
        // Where ± would reach zero, which the interval does not, the ends say it better.
        return margin(figure) >= Math.abs(figure.value())
                ? Words.time(interval.low()) + " to " + Words.time(interval.high())
                : Words.time(figure.value(), margin(figure));
    }

    private static double margin(Figure figure) {
        return new Estimate(figure.value(), figure.interval()).margin();
    }

    private static String believe(Candidate candidate) {
        Optional<Reason> cpu = candidate.cpu().flatMap(Headline::doubt);
        Optional<Reason> median = candidate.median().flatMap(Headline::doubt);
        boolean bothPresent = candidate.cpu().isPresent() && candidate.median().isPresent();
        if (cpu.isEmpty() && median.isEmpty()) {
            return "believe it: yes";
        }
        if (bothPresent && cpu.isEmpty()) {
            return "believe it: the CPU yes, the response time no, because "
                    + median.orElseThrow().sentence();
        }
        if (bothPresent && median.isEmpty()) {
            return "believe it: the response time yes, the CPU no, because "
                    + cpu.orElseThrow().sentence();
        }
        return "believe it: no, because " + cpu.or(() -> median).orElseThrow().sentence();
    }

    /** The worst reason not to believe a figure; a bound on what is not resolved is believed. */
    private static Optional<Reason> doubt(Figure figure) {
        return figure.reasons().stream()
                .filter(reason ->
                        reason.verdict() == Verdict.TAINTED || reason.verdict() == Verdict.INVALID)
                .max(Comparator.comparing(Reason::verdict));
    }

    private static boolean anyValid(List<String> specimens, List<ScenarioResult> results) {
        String bare = specimens.getFirst();
        return results.stream()
                .filter(r -> specimens.size() == 1 || !r.specimen().equals(bare))
                .flatMap(r -> r.figures().values().stream())
                .filter(f -> f.kind() == CPU_PER_REQUEST || f.kind() == RESPONSE_TIME_P50)
                .anyMatch(f -> f.verdict() == Verdict.VALID && f.interval().isPresent());
    }

    private static List<Advice> advice(List<Candidate> candidates) {
        if (candidates.isEmpty()) {
            return List.of();
        }
        Candidate dearest = dearest(candidates);
        return Stream.of(dearest.cpu(), dearest.median())
                .flatMap(Optional::stream)
                .flatMap(cost -> cost.advice().stream())
                .toList();
    }

    /** Of the dearest specimen's resolved costs: what is near zero has no relative margin. */
    private static double widest(List<Candidate> candidates) {
        if (candidates.isEmpty()) {
            return 0;
        }
        Candidate dearest = dearest(candidates);
        double widest = 0;
        for (Optional<Figure> cost : List.of(dearest.cpu(), dearest.median())) {
            boolean resolved =
                    usable(cost)
                            && cost.get().verdict() != Verdict.NOT_RESOLVABLE
                            && cost.get().interval().map(i -> !i.contains(0)).orElse(false);
            if (resolved) {
                widest = Math.max(widest, margin(cost.get()) / Math.abs(cost.get().value()));
            }
        }
        return widest;
    }
}

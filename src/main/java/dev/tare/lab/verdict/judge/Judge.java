package dev.tare.lab.verdict.judge;

import dev.tare.lab.bundle.BundleContent;
import dev.tare.lab.bundle.PartUsage;
import dev.tare.lab.bundle.PlanRecord;
import dev.tare.lab.bundle.PlanRecord.WorkloadRecord;
import dev.tare.lab.bundle.SliceRecord;
import dev.tare.lab.bundle.Usage;
import dev.tare.lab.verdict.Advice;
import dev.tare.lab.verdict.Chance;
import dev.tare.lab.verdict.Comparisons;
import dev.tare.lab.verdict.Figure;
import dev.tare.lab.verdict.FigureKind;
import dev.tare.lab.verdict.PartResult;
import dev.tare.lab.verdict.Reason;
import dev.tare.lab.verdict.ScenarioResult;
import dev.tare.lab.verdict.Verdict;
import dev.tare.lab.verdict.Weighing;
import dev.tare.lab.verdict.estimate.Estimate;
import dev.tare.lab.verdict.estimate.Estimator;
import dev.tare.lab.verdict.estimate.Scenario;
import dev.tare.lab.verdict.estimate.ScenarioPair;
import dev.tare.lab.verdict.rule.BottleneckRule;
import dev.tare.lab.verdict.rule.Evidence;
import dev.tare.lab.verdict.rule.Finding;
import dev.tare.lab.verdict.rule.FloorRule;
import dev.tare.lab.verdict.rule.RateRule;
import dev.tare.lab.verdict.rule.Rules;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Weighs a bundle: figures, tare costs, verdicts, the sentence. A pure function; the same bundle
 * gives the same weighing, bit for bit. Works from the first block on, for a run that is under way.
 */
public final class Judge {
    private static final String BUNDLE = "BUNDLE";

    /** From so many scenarios on they are judged on all cores: fewer are done at once anyway. */
    private static final int MANY_SCENARIOS = 32;

    private final BundleContent content;
    private final Estimator estimator;
    private final SampleAdvice advice;

    private Judge(BundleContent content) {
        this.content = content;
        this.estimator = new Estimator(content.manifest().seed());
        this.advice = new SampleAdvice(content);
    }

    /** Weighs all blocks that {@code content} has. */
    public static Weighing weigh(BundleContent content) {
        return weigh(content, BUNDLE);
    }

    /**
     * Weighs all blocks that {@code content} has.
     *
     * @param bundleName how a user names the bundle's folder, for the next command
     */
    public static Weighing weigh(BundleContent content, String bundleName) {
        return new Judge(content).weighing(bundleName);
    }

    /**
     * What a specimen makes the origin use beyond what bare makes it use: CPU of the origin a
     * completed request, paired in blocks by Student's t on log ratios.
     *
     * @param specimen name of the one
     * @param bare name of the other
     * @param workload name of the workload
     * @param level of confidence, such as 0.999
     * @return in ns a request; empty below six common blocks, or where the CPU is not visible
     */
    public static Optional<ScenarioPair.Difference> originCpuDifference(
            BundleContent content, String specimen, String bare, String workload, double level) {
        return content.manifest().plan().workloads().stream()
                .filter(candidate -> candidate.name().equals(workload))
                .findFirst()
                .flatMap(found ->
                        Scenario.of(content, specimen, found)
                                .flatMap(mine ->
                                        Scenario.of(content, bare, found)
                                                .flatMap(theirs -> ScenarioPair.of(mine, theirs))))
                .flatMap(pair -> pair.originCpuDifference(level));
    }

    private Weighing weighing(String bundleName) {
        Comparisons.Corrected corrected = Comparisons.correct(results());
        List<ScenarioResult> results = corrected.results();
        Headline headline = Headline.of(content, results);
        return new Weighing(
                headline.sentence(),
                results,
                content.blocks().size(),
                !content.complete(),
                idleCores(),
                NextStep.of(content, results, headline, bundleName),
                headline.anyValid(),
                corrected.comparisons());
    }

    /** A scenario with what the rules say of it. */
    private record Judged(Evidence evidence, List<Finding> findings) {}

    /** Scenarios do not depend on one another but for bare's, so that many share the cores. */
    private List<ScenarioResult> results() {
        List<WorkloadRecord> workloads = content.manifest().plan().workloads();
        List<String> specimens = content.manifest().plan().specimens();
        Map<Scenario.Key, List<Scenario.Turns>> slices = Scenario.slices(content);
        boolean many = slices.size() >= MANY_SCENARIOS;
        Map<String, Judged> bares = new LinkedHashMap<>();
        stream(workloads, many)
                .flatMap(workload ->
                        Scenario.of(content, slices, specimens.getFirst(), workload).stream())
                .map(bare -> judged(estimator.estimate(bare), Optional.empty()))
                .toList()
                .forEach(bare -> bares.put(bare.evidence().scenario().workload().name(), bare));
        List<Scenario.Key> keys =
                workloads.stream()
                        .flatMap(workload ->
                                specimens.stream()
                                        .map(name -> new Scenario.Key(name, workload.name())))
                        .toList();
        Map<String, WorkloadRecord> byName = new LinkedHashMap<>();
        workloads.forEach(workload -> byName.put(workload.name(), workload));
        return stream(keys, many)
                .flatMap(key -> {
                    Optional<Judged> bare = Optional.ofNullable(bares.get(key.workload()));
                    if (key.specimen().equals(specimens.getFirst())) {
                        return bare.stream().map(own -> result(own, List.of()));
                    }
                    return Scenario.of(
                                    content,
                                    slices,
                                    key.specimen(),
                                    Objects.requireNonNull(byName.get(key.workload())))
                            .stream()
                            .map(estimator::estimate)
                            .map(estimated ->
                                    judged(estimated, bare.map(b -> b.evidence().estimated())))
                            .map(own -> result(own, bare.map(Judged::findings).orElse(List.of())));
                })
                .toList();
    }

    private static <T> Stream<T> stream(List<T> all, boolean parallel) {
        return parallel ? all.parallelStream() : all.stream();
    }

    private Judged judged(Estimator.Estimated own, Optional<Estimator.Estimated> bare) {
        Evidence evidence = evidence(own, bare);
        return new Judged(evidence, Rules.judge(evidence));
    }

    private Evidence evidence(Estimator.Estimated own, Optional<Estimator.Estimated> bare) {
        Optional<ScenarioPair> pair =
                bare.flatMap(b -> ScenarioPair.of(own.scenario(), b.scenario()));
        Map<FigureKind, Estimate> bareFigures = Map.of();
        Map<FigureKind, Estimate> costs = Map.of();
        if (pair.isPresent()) {
            Estimator.Estimated zero = estimated(pair.get().bare(), bare.orElseThrow());
            bareFigures = zero.figures();
            costs =
                    FloorRule.bounded(
                            content,
                            Estimator.tareCosts(estimated(pair.get().specimen(), own), zero));
        }
        PlanRecord plan = content.manifest().plan();
        int tests = plan.specimens().size() * plan.workloads().size() * FigureKind.values().length;
        return new Evidence(content, own, pair, costs, bareFigures, tests);
    }

    /** What is known already where a pair has all of a scenario's blocks, as it mostly does. */
    private Estimator.Estimated estimated(Scenario half, Estimator.Estimated whole) {
        boolean all = half.blocks().size() == whole.scenario().blocks().size();
        return all ? whole : estimator.estimate(half);
    }

    private ScenarioResult result(Judged judged, List<Finding> bareFindings) {
        Evidence evidence = judged.evidence();
        List<Finding> findings = judged.findings();
        Scenario scenario = evidence.scenario();
        BottleneckRule.Attribution limit = BottleneckRule.attribute(evidence);
        Map<FigureKind, Figure> figures = new EnumMap<>(FigureKind.class);
        evidence.figures()
                .forEach((kind, estimate) ->
                        figures.put(
                                kind,
                                figure(
                                        kind,
                                        estimate,
                                        limit.ours() && Finding.RATES.contains(kind),
                                        reasons(findings, f -> f.figures().contains(kind)),
                                        reasons ->
                                                advice.ofFigure(
                                                        evidence, kind, estimate, reasons))));
        Map<FigureKind, Figure> costs = new EnumMap<>(FigureKind.class);
        evidence.costs()
                .forEach((kind, estimate) -> {
                    List<Reason> reasons = reasons(findings, f -> f.costs().contains(kind));
                    if (dependsOnBare(kind)) {
                        reasons.addAll(ofBare(bareFindings, kind));
                    }
                    costs.put(
                            kind,
                            figure(
                                    kind,
                                    estimate,
                                    false,
                                    reasons,
                                    known -> advice.ofCost(evidence, kind, estimate, known)));
                });
        return new ScenarioResult(
                scenario.specimen(),
                scenario.workload().name(),
                scenario.open(),
                scenario.offeredRatePerSec(),
                scenario.blocks().size(),
                scenario.tally(),
                figures,
                costs,
                RateRule.saturated(scenario),
                limit.bottleneck(),
                limit.sentence(),
                reasons(findings, Finding::remark),
                parts(scenario, findings));
    }

    /** The processes that the scenario's first slice has, each judged as the whole specimen is. */
    private static List<PartResult> parts(Scenario scenario, List<Finding> findings) {
        List<PartResult> results = new ArrayList<>();
        SliceRecord first = scenario.slices().findFirst().orElseThrow().counts();
        for (PartUsage part : first.parts()) {
            Function<SliceRecord, Usage> party = slice -> slice.usageOf(part.name());
            results.add(part(scenario, findings, part.name(), part.role(), party));
        }
        long proxies = first.parts().stream().filter(p -> p.role() == PartUsage.Role.PROXY).count();
        if (proxies > 1) {
            results.add(
                    part(
                            scenario,
                            findings,
                            PartResult.ALL_PROXIES,
                            PartUsage.Role.PROXY,
                            SliceRecord::specimenUsage));
        }
        return results;
    }

    private static PartResult part(
            Scenario scenario,
            List<Finding> findings,
            String name,
            PartUsage.Role role,
            Function<SliceRecord, Usage> party) {
        Map<FigureKind, Figure> figures = new EnumMap<>(FigureKind.class);
        if (scenario.visible(party)) {
            Estimator.resources(scenario, party)
                    .forEach((kind, estimate) ->
                            figures.put(
                                    kind,
                                    figure(
                                            kind,
                                            estimate,
                                            false,
                                            reasons(findings, f -> f.figures().contains(kind)),
                                            reasons -> Optional.empty())));
        }
        long cpuNs = scenario.slices().mapToLong(s -> party.apply(s.counts()).cpuNs()).sum();
        double[] maxima =
                scenario.series(block ->
                        block.slices().stream()
                                .mapToDouble(s -> party.apply(s.counts()).cores())
                                .max()
                                .orElse(0));
        return new PartResult(name, role, figures, cpuNs, median(maxima));
    }

    private static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        int half = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
    }

    private static boolean dependsOnBare(FigureKind kind) {
        return kind != FigureKind.CPU_PER_REQUEST && kind != FigureKind.PEAK_MEMORY;
    }

    private static List<Reason> reasons(Collection<Finding> findings, Predicate<Finding> wanted) {
        List<Reason> reasons = new ArrayList<>();
        findings.stream().filter(wanted).map(Finding::reason).forEach(reasons::add);
        return reasons;
    }

    private static List<Reason> ofBare(List<Finding> findings, FigureKind kind) {
        return findings.stream()
                .filter(finding -> finding.costs().contains(kind))
                .map(Finding::reason)
                .filter(reason -> reason.verdict() != Verdict.VALID)
                .map(reason ->
                        new Reason(
                                reason.rule(),
                                reason.verdict(),
                                "bare: " + reason.sentence(),
                                reason.remedy()))
                .toList();
    }

    private static Figure figure(
            FigureKind kind,
            Estimate estimate,
            boolean lowerBound,
            List<Reason> reasons,
            Function<List<Reason>, Optional<Advice>> advice) {
        Optional<Chance> chance =
                Double.isNaN(estimate.probability())
                                || reasons.stream().anyMatch(r -> r.verdict() == Verdict.INVALID)
                        ? Optional.empty()
                        : Optional.of(new Chance(estimate.probability(), 1));
        return new Figure(
                kind,
                estimate.value(),
                estimate.interval(),
                lowerBound,
                reasons,
                chance,
                advice.apply(reasons));
    }

    private Map<String, Double> idleCores() {
        Map<String, double[]> sums = new LinkedHashMap<>();
        content.blocks()
                .forEach(block ->
                        block.blockRecord()
                                .idle()
                                .forEach((name, usage) -> {
                                    if (usage.visible() && usage.windowNs() > 0) {
                                        double[] sum =
                                                sums.computeIfAbsent(name, k -> new double[2]);
                                        sum[0] += usage.cpuNs();
                                        sum[1] += usage.windowNs();
                                    }
                                }));
        Map<String, Double> cores = new LinkedHashMap<>();
        sums.forEach((name, sum) -> cores.put(name, sum[0] / sum[1]));
        return cores;
    }
}

package dev.tare.lab.verdict;

import dev.tare.base.stats.MeanIntervals;
import dev.tare.base.stats.PairedRatio;
import dev.tare.lab.bundle.BundleContent;
import dev.tare.lab.bundle.PartUsage;
import dev.tare.lab.bundle.PlanRecord;
import dev.tare.lab.bundle.PlanRecord.WorkloadRecord;
import dev.tare.lab.bundle.SliceRecord;
import dev.tare.lab.bundle.Usage;
import dev.tare.lab.verdict.Figure.Interval;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * Weighs a bundle: figures, tare costs, verdicts, the sentence. A pure function; the same bundle
 * gives the same weighing, bit for bit. Works from the first block on, for a run that is under way.
 */
public final class Judge {
    private static final List<Rule> RULES =
            List.of(
                    new PlannedClockRule(),
                    new ConservationRule(),
                    new RateRule(),
                    new SendLagRule(),
                    new BottleneckRule(),
                    new FloorRule(),
                    new SamplesRule(),
                    new TrendRule(),
                    new RepeatsRule(),
                    new SameWorkRule(),
                    new OpenedRule(),
                    new PathRule(),
                    new OriginRule(),
                    new LittlesLawRule(),
                    new TimerRule(),
                    new ProvenanceRule());

    private static final String BUNDLE = "BUNDLE";

    private final BundleContent content;
    private final Estimator estimator;

    private Judge(BundleContent content) {
        this.content = content;
        this.estimator = new Estimator(content.manifest().seed());
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
    public static Optional<Difference> originCpuDifference(
            BundleContent content, String specimen, String bare, String workload, double level) {
        return content.manifest().plan().workloads().stream()
                .filter(candidate -> candidate.name().equals(workload))
                .findFirst()
                .flatMap(found ->
                        Scenario.of(content, specimen, found)
                                .flatMap(mine ->
                                        Scenario.of(content, bare, found)
                                                .flatMap(theirs -> pair(mine, theirs))))
                .flatMap(pair -> originCpuDifference(pair, level));
    }

    static Optional<Difference> originCpuDifference(Evidence.Pair pair, double level) {
        double[] mine = pair.specimen().cpuPerRequest(SliceRecord::originUsage);
        double[] theirs = pair.bare().cpuPerRequest(SliceRecord::originUsage);
        if (mine.length < Estimator.MIN_BLOCKS
                || !pair.specimen().visible(SliceRecord::originUsage)
                || !pair.bare().visible(SliceRecord::originUsage)
                || !MeanIntervals.allPositive(mine)
                || !MeanIntervals.allPositive(theirs)) {
            return Optional.empty();
        }
        PairedRatio ratio = PairedRatio.of(mine, theirs, level);
        double bareNs = MeanIntervals.geometricMean(theirs);
        return Optional.of(
                new Difference(
                        ratio.difference(bareNs),
                        Estimate.interval(ratio.differenceInterval(bareNs))));
    }

    /**
     * A difference with its interval, in the unit of its halves.
     *
     * @param value of the one minus the other
     * @param interval of it
     */
    public record Difference(double value, Interval interval) {}

    private Weighing weighing(String bundleName) {
        PlanRecord plan = content.manifest().plan();
        List<ScenarioResult> results = new ArrayList<>();
        for (WorkloadRecord workload : plan.workloads()) {
            results.addAll(workload(workload));
        }
        Headline headline = Headline.of(content, results);
        return new Weighing(
                headline.sentence(),
                results,
                content.blocks().size(),
                !content.complete(),
                idleCores(),
                NextStep.of(content, results, headline, bundleName),
                headline.anyValid());
    }

    private List<ScenarioResult> workload(WorkloadRecord workload) {
        List<String> specimens = content.manifest().plan().specimens();
        Optional<Scenario> bare = Scenario.of(content, specimens.getFirst(), workload);
        List<ScenarioResult> results = new ArrayList<>();
        List<Finding> bareFindings = List.of();
        for (String specimen : specimens) {
            boolean isBare = specimen.equals(specimens.getFirst());
            Optional<Scenario> scenario = isBare ? bare : Scenario.of(content, specimen, workload);
            if (scenario.isEmpty()) {
                continue;
            }
            Optional<Evidence.Pair> pair =
                    isBare ? Optional.empty() : bare.flatMap(b -> pair(scenario.get(), b));
            Evidence evidence = evidence(scenario.get(), pair);
            List<Finding> findings =
                    RULES.stream().flatMap(rule -> rule.judge(evidence).stream()).toList();
            results.add(result(evidence, findings, bareFindings));
            bareFindings = isBare ? findings : bareFindings;
        }
        return results;
    }

    private Evidence evidence(Scenario scenario, Optional<Evidence.Pair> pair) {
        Map<FigureKind, Estimate> costs =
                pair.map(both ->
                                estimator.tareCosts(
                                        both.specimen(),
                                        both.bare(),
                                        estimator.figures(both.specimen()),
                                        estimator.figures(both.bare())))
                        .orElse(Map.of());
        PlanRecord plan = content.manifest().plan();
        int tests = plan.specimens().size() * plan.workloads().size() * FigureKind.values().length;
        return new Evidence(content, scenario, pair, estimator.figures(scenario), costs, tests);
    }

    static Optional<Evidence.Pair> pair(Scenario specimen, Scenario bare) {
        Set<Integer> common = indices(specimen);
        common.retainAll(indices(bare));
        return specimen.only(common)
                .flatMap(mine -> bare.only(common).map(theirs -> new Evidence.Pair(mine, theirs)));
    }

    private static Set<Integer> indices(Scenario scenario) {
        Set<Integer> indices = new HashSet<>();
        scenario.blocks().forEach(block -> indices.add(block.index()));
        return indices;
    }

    private static ScenarioResult result(
            Evidence evidence, List<Finding> findings, List<Finding> bareFindings) {
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
                                        reasons(findings, f -> f.figures().contains(kind)))));
        Map<FigureKind, Figure> costs = new EnumMap<>(FigureKind.class);
        evidence.costs()
                .forEach((kind, estimate) -> {
                    List<Reason> reasons = reasons(findings, f -> f.costs().contains(kind));
                    if (dependsOnBare(kind)) {
                        reasons.addAll(ofBare(bareFindings, kind));
                    }
                    costs.put(kind, figure(kind, estimate, false, reasons));
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
                                            reasons(findings, f -> f.figures().contains(kind)))));
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
            FigureKind kind, Estimate estimate, boolean lowerBound, List<Reason> reasons) {
        return new Figure(kind, estimate.value(), estimate.interval(), lowerBound, reasons);
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

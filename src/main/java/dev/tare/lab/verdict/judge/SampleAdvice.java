package dev.tare.lab.verdict.judge;

import dev.tare.base.stats.BinomialRank;
import dev.tare.base.stats.StudentT;
import dev.tare.lab.bundle.BundleContent;
import dev.tare.lab.bundle.WallTime;
import dev.tare.lab.verdict.Advice;
import dev.tare.lab.verdict.FigureKind;
import dev.tare.lab.verdict.Reason;
import dev.tare.lab.verdict.Verdict;
import dev.tare.lab.verdict.Words;
import dev.tare.lab.verdict.estimate.Estimate;
import dev.tare.lab.verdict.estimate.Estimator;
import dev.tare.lab.verdict.estimate.Scenario;
import dev.tare.lab.verdict.rule.Evidence;
import dev.tare.lab.verdict.rule.RateRule;
import dev.tare.lab.verdict.rule.TrendRule;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Says of every figure that is known less well than ±5 %, or not at all for want of requests, how
 * much longer a run has to be. Safe for any number of threads.
 *
 * <p>With n blocks a margin by blocks is t(n − 1)·s/√n, so that m blocks make it t(m − 1)/t(n −
 * 1)·√(n/m) times as large; a margin by ranks shrinks with √(n/m) alone. The larger of both numbers
 * of blocks is advised. A percentile that is not printed exists from {@link
 * BinomialRank#smallestCount} requests on, and blocks bring as many as they did.
 */
final class SampleAdvice {
    /** Relative margin that is aimed at. */
    static final double AIM = 0.05;

    /** The most blocks that a run can be asked for. */
    static final int MAX_BLOCKS = 10_000;

    private static final int MAX_STEPS = 20;

    private final double blockSec;
    private final Map<Integer, Double> criticalByDegrees = new ConcurrentHashMap<>();

    SampleAdvice(BundleContent content) {
        blockSec =
                WallTime.of(content)
                        .map(time ->
                                (double) (time.totalNs() - time.startNs() - time.warmUpNs())
                                        / content.blocks().size()
                                        / 1e9)
                        .orElse(0.0);
    }

    /** Advice on a figure; empty where it is known well enough, or a longer run is beside it. */
    Optional<Advice> ofFigure(
            Evidence evidence, FigureKind kind, Estimate figure, List<Reason> reasons) {
        if (spoilt(reasons)) {
            return Optional.empty();
        }
        Scenario scenario = evidence.scenario();
        if (!figure.exists() && kind.percentile() >= 0) {
            return Optional.of(toExist(scenario, kind));
        }
        String aim = "±%s %s".formatted(Words.percent(AIM), place(kind));
        return towards(evidence, kind, figure, AIM * Math.abs(figure.value()), aim, false);
    }

    /**
     * Advice on a tare cost: that it is known to ±5 % of itself, or, where it is not told from
     * zero, that a difference of 5 % of bare's figure could be seen.
     */
    Optional<Advice> ofCost(
            Evidence evidence, FigureKind kind, Estimate cost, List<Reason> reasons) {
        if (spoilt(reasons) || cost.interval().isEmpty()) {
            return Optional.empty();
        }
        if (cost.interval().get().contains(0)) {
            Estimate bare = evidence.bareFigures().get(kind);
            if (bare == null || !bare.exists()) {
                return Optional.empty();
            }
            String aim =
                    "a difference of %s of bare's %s".formatted(Words.percent(AIM), kind.label());
            return towards(evidence, kind, cost, AIM * bare.value(), aim, true);
        }
        String aim = "±%s of the cost %s".formatted(Words.percent(AIM), place(kind));
        return towards(evidence, kind, cost, AIM * Math.abs(cost.value()), aim, true);
    }

    /** Whether something else than too few requests or blocks stands in the way. */
    private static boolean spoilt(List<Reason> reasons) {
        return reasons.stream()
                .anyMatch(reason -> reason.verdict() == Verdict.INVALID && reason.rule() != 6);
    }

    private static String place(FigureKind kind) {
        return kind.percentile() >= 0 ? "at " + kind.label() : "of the " + kind.label();
    }

    private Optional<Advice> towards(
            Evidence evidence,
            FigureKind kind,
            Estimate estimate,
            double bound,
            String aim,
            boolean cost) {
        if (estimate.interval().isEmpty() || !(bound > 0) || estimate.margin() <= bound) {
            return Optional.empty();
        }
        boolean grows = kind.isResponseTime() && RateRule.saturated(evidence.scenario());
        if (grows || TrendRule.drifts(evidence, kind, cost)) {
            String why =
                    grows
                            ? "response time grows with the length of this load"
                            : "it drifts over the run";
            return Optional.of(
                    new Advice(0, 0, "no longer run is promised to reach " + aim + ": " + why));
        }
        int n =
                cost
                        ? evidence.pair()
                                .map(pair -> pair.specimen().blocks().size())
                                .orElse(evidence.scenario().blocks().size())
                        : evidence.scenario().blocks().size();
        double byRanks = n * square(estimate.rankMargin() / bound);
        double needed = Math.max(byBlocks(n, estimate.margin() / bound), byRanks);
        return Optional.of(advice(n, needed, aim));
    }

    /** So many blocks make the margin of {@code n} blocks {@code times} times as small. */
    private double byBlocks(int n, double times) {
        double blocks = n * square(times);
        for (int step = 0; step < MAX_STEPS && blocks <= MAX_BLOCKS; step++) {
            // From above: t falls with the number of blocks, so that fewer do.
            double fewer =
                    n * square(times * critical((int) Math.ceil(blocks) - 1) / critical(n - 1));
            if (fewer >= blocks - 0.5) {
                break;
            }
            blocks = fewer;
        }
        return blocks;
    }

    private double critical(int degreesOfFreedom) {
        return criticalByDegrees.computeIfAbsent(
                degreesOfFreedom, d -> StudentT.critical(Estimator.LEVEL, d));
    }

    private Advice toExist(Scenario scenario, FigureKind kind) {
        long requests = BinomialRank.smallestCount(kind.percentile() / 100, Estimator.LEVEL);
        int n = scenario.blocks().size();
        double aBlock = (double) scenario.responseTime().total() / n;
        String aim =
                "the %s, which needs %s requests,".formatted(kind.label(), Words.count(requests));
        return advice(n, aBlock > 0 ? requests / aBlock : Double.POSITIVE_INFINITY, aim);
    }

    private Advice advice(int blocks, double needed, String aim) {
        // A hair is taken off, so that 24 does not become 25 by the rounding of binary fractions.
        double whole = Math.ceil(needed - 1e-9);
        if (!(whole <= MAX_BLOCKS)) {
            return new Advice(
                    0,
                    0,
                    "%s would take more than %s blocks like these"
                            .formatted(aim, Words.count(MAX_BLOCKS)));
        }
        int wanted = Math.max(blocks + 1, (int) whole);
        double moreSec = (wanted - blocks) * blockSec;
        return new Advice(
                wanted,
                moreSec,
                "for %s run %s (%s instead of %d)"
                        .formatted(
                                aim, Words.longer(moreSec), Words.plural(wanted, "block"), blocks));
    }

    private static double square(double value) {
        return value * value;
    }
}

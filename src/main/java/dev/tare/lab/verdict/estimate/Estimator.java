package dev.tare.lab.verdict.estimate;

import dev.tare.base.stats.BinomialRank;
import dev.tare.base.stats.BlockPercentiles;
import dev.tare.base.stats.BlockResamples;
import dev.tare.base.stats.ConfidenceInterval;
import dev.tare.base.stats.MeanIntervals;
import dev.tare.base.stats.PairedRatio;
import dev.tare.base.stats.SplitMix64;
import dev.tare.lab.bundle.HistogramKind;
import dev.tare.lab.bundle.SliceRecord;
import dev.tare.lab.bundle.Usage;
import dev.tare.lab.verdict.Figure;
import dev.tare.lab.verdict.FigureKind;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Stream;
import org.HdrHistogram.Histogram;

/**
 * Makes figures and tare costs with their intervals; {@code docs/measurement.md} says how each is
 * built. Safe for any number of threads, and the same whatever their number.
 */
public final class Estimator {
    /** Level of confidence of every interval that is printed. */
    public static final double LEVEL = Figure.LEVEL;

    /** Below this there is no interval and no tare cost. */
    public static final int MIN_BLOCKS = 6;

    /** The percentiles that are looked at. */
    public static final List<FigureKind> PERCENTILES =
            Arrays.stream(FigureKind.values()).filter(kind -> kind.percentile() >= 0).toList();

    private static final List<FigureKind> BY_RATIO =
            List.of(FigureKind.GOODPUT, FigureKind.BYTES_RECEIVED, FigureKind.RESPONSE_TIME_MEAN);

    private final long seed;
    private final Map<Integer, BlockResamples> resamplesByBlocks = new ConcurrentHashMap<>();

    /**
     * A scenario with its figures, and with what the intervals of its percentiles were made of: the
     * costs of every specimen need bare's again.
     *
     * @param figures one of each kind that could be measured
     * @param draws of the percentiles that have an interval by blocks
     */
    public record Estimated(
            Scenario scenario,
            Map<FigureKind, Estimate> figures,
            Map<FigureKind, BlockPercentiles.Draws> draws) {}

    /** An estimator whose resamples are given by the experiment's seed. */
    public Estimator(long seed) {
        this.seed = SplitMix64.derive(seed, "block resamples");
    }

    /** The figures of a scenario. */
    public Estimated estimate(Scenario scenario) {
        Map<FigureKind, Estimate> figures = new EnumMap<>(FigureKind.class);
        Map<FigureKind, BlockPercentiles.Draws> draws = draws(scenario.responseTime());
        double seconds = scenario.blocks().stream().mapToDouble(b -> b.measuredSec()).sum();
        figures.put(
                FigureKind.GOODPUT,
                pooled(scenario, FigureKind.GOODPUT, scenario.tally().correctInside() / seconds));
        figures.put(
                FigureKind.BYTES_RECEIVED,
                pooled(
                        scenario,
                        FigureKind.BYTES_RECEIVED,
                        scenario.tally().bytesInside() / seconds));
        figures.put(FigureKind.ERRORS, Estimate.exact(scenario.errorShare()));
        Histogram response = scenario.merged(HistogramKind.RESPONSE_TIME);
        if (response.getTotalCount() > 0) {
            figures.put(
                    FigureKind.RESPONSE_TIME_MEAN,
                    pooled(scenario, FigureKind.RESPONSE_TIME_MEAN, response.getMean()));
            figures.put(
                    FigureKind.RESPONSE_TIME_MAX, Estimate.exact((double) response.getMaxValue()));
            for (FigureKind kind : PERCENTILES) {
                Estimate estimate =
                        percentile(
                                scenario.responseTime(),
                                kind.percentile(),
                                Optional.ofNullable(draws.get(kind)));
                if (!kind.onlyOfMany() || !estimate.equals(Estimate.NONE)) {
                    figures.put(kind, estimate);
                }
            }
        }
        if (!scenario.isBare() && scenario.visible(SliceRecord::specimenUsage)) {
            figures.putAll(resources(scenario, SliceRecord::specimenUsage));
        }
        return new Estimated(scenario, figures, draws);
    }

    private Map<FigureKind, BlockPercentiles.Draws> draws(BlockPercentiles blocks) {
        Map<FigureKind, BlockPercentiles.Draws> draws = new EnumMap<>(FigureKind.class);
        for (FigureKind kind : PERCENTILES) {
            draws(blocks, kind.percentile()).ifPresent(drawn -> draws.put(kind, drawn));
        }
        return draws;
    }

    /** Of one percentile; empty where it has no interval by blocks. */
    Optional<BlockPercentiles.Draws> draws(BlockPercentiles blocks, double percentile) {
        return blocks.blocks() >= MIN_BLOCKS
                        && blocks.everyBlockCounts()
                        && blocks.total() >= BinomialRank.smallestCount(percentile / 100, LEVEL)
                ? Optional.of(blocks.draws(percentile, resamples(blocks.blocks())))
                : Optional.empty();
    }

    /**
     * Any percentile of one minus that of another; of the same blocks, six at least.
     *
     * @param draws of that percentile, from {@link #draws}
     * @param bareDraws of the other's
     */
    Estimate percentileCost(
            BlockPercentiles specimen,
            Optional<BlockPercentiles.Draws> draws,
            BlockPercentiles bare,
            Optional<BlockPercentiles.Draws> bareDraws,
            double percentile) {
        return draws.isEmpty() || bareDraws.isEmpty()
                ? Estimate.NONE
                : percentileCost(specimen, draws.get(), bare, bareDraws.get(), percentile);
    }

    /** What a party of the scenario used that is visible in every slice. */
    public static Map<FigureKind, Estimate> resources(
            Scenario scenario, Function<SliceRecord, Usage> party) {
        Map<FigureKind, Estimate> figures = new EnumMap<>(FigureKind.class);
        double[] perRequest = scenario.cpuPerRequest(party);
        if (MeanIntervals.allPositive(perRequest)) {
            double mean = MeanIntervals.geometricMean(perRequest);
            figures.put(
                    FigureKind.CPU_PER_REQUEST,
                    perRequest.length < MIN_BLOCKS
                            ? Estimate.exact(mean)
                            : Estimate.of(mean, MeanIntervals.ofGeometricMean(perRequest, LEVEL)));
        }
        figures.put(
                FigureKind.CPU_MEAN,
                pooled(Optional.of(scenario.coresByBlock(party)), scenario.cores(party)));
        List<Usage> usages = scenario.slices().map(s -> party.apply(s.counts())).toList();
        figures.put(
                FigureKind.CPU_MAX,
                Estimate.exact(usages.stream().mapToDouble(Usage::cores).max().orElse(0)));
        long peak = usages.stream().mapToLong(Usage::peakResidentBytes).max().orElse(0);
        if (peak > 0) {
            figures.put(FigureKind.PEAK_MEMORY, Estimate.exact((double) peak));
        }
        return figures;
    }

    private static Estimate pooled(Scenario scenario, FigureKind kind, double value) {
        return pooled(scenario.series(kind), value);
    }

    private static Estimate pooled(Optional<double[]> series, double value) {
        if (series.isEmpty()
                || series.get().length < MIN_BLOCKS
                || Arrays.stream(series.get()).anyMatch(Double::isNaN)) {
            return Estimate.exact(value);
        }
        return Estimate.of(value, MeanIntervals.ofPooled(value, series.get(), LEVEL));
    }

    /**
     * Any percentile, 0 to 100, with its interval.
     *
     * @param draws of it, from {@link #draws}
     */
    static Estimate percentile(
            BlockPercentiles blocks, double percentile, Optional<BlockPercentiles.Draws> draws) {
        Optional<BinomialRank> ranks = BinomialRank.of(blocks.total(), percentile / 100, LEVEL);
        if (ranks.isEmpty()) {
            return Estimate.NONE;
        }
        double value = blocks.percentile(percentile);
        if (draws.isEmpty()) {
            return Estimate.exact(value);
        }
        ConfidenceInterval byBlocks = draws.get().interval(LEVEL);
        ConfidenceInterval byRanks = blocks.rankInterval(ranks.get(), LEVEL);
        return Estimate.of(value, covering(byBlocks.hull(byRanks), value)).byRanks(byRanks);
    }

    /** What a specimen costs beyond bare. Both have the same blocks, in the same order. */
    public static Map<FigureKind, Estimate> tareCosts(Estimated specimen, Estimated bare) {
        Map<FigureKind, Estimate> costs = new EnumMap<>(FigureKind.class);
        if (specimen.scenario().blocks().size() < MIN_BLOCKS) {
            return costs;
        }
        // Bare has no processes of a specimen: what a specimen uses itself is its cost.
        Stream.of(FigureKind.CPU_PER_REQUEST, FigureKind.PEAK_MEMORY)
                .filter(specimen.figures()::containsKey)
                .forEach(kind -> costs.put(kind, specimen.figures().get(kind)));
        for (FigureKind kind : BY_RATIO) {
            Estimate bareFigure = bare.figures().get(kind);
            if (bareFigure != null && specimen.figures().containsKey(kind)) {
                byRatio(specimen.scenario(), bare.scenario(), kind, bareFigure.value())
                        .ifPresent(cost -> costs.put(kind, cost));
            }
        }
        for (FigureKind kind : PERCENTILES) {
            if (specimen.figures().containsKey(kind) && bare.figures().containsKey(kind)) {
                costs.put(kind, percentileCost(specimen, bare, kind));
            }
        }
        return costs;
    }

    private static Optional<Estimate> byRatio(
            Scenario specimen, Scenario bare, FigureKind kind, double bareValue) {
        double[] mine = specimen.series(kind).orElse(new double[0]);
        double[] theirs = bare.series(kind).orElse(new double[0]);
        if (!MeanIntervals.allPositive(mine) || !MeanIntervals.allPositive(theirs)) {
            return Optional.empty();
        }
        PairedRatio ratio = PairedRatio.of(mine, theirs, LEVEL);
        return Optional.of(
                Estimate.of(ratio.difference(bareValue), ratio.differenceInterval(bareValue))
                        .compared(ratio.probability()));
    }

    private static Estimate percentileCost(Estimated mine, Estimated bare, FigureKind kind) {
        BlockPercentiles.Draws draws = mine.draws().get(kind);
        BlockPercentiles.Draws bareDraws = bare.draws().get(kind);
        if (draws == null || bareDraws == null) {
            return Estimate.NONE;
        }
        return percentileCost(
                mine.scenario().responseTime(),
                draws,
                bare.scenario().responseTime(),
                bareDraws,
                kind.percentile());
    }

    private static Estimate percentileCost(
            BlockPercentiles specimen,
            BlockPercentiles.Draws draws,
            BlockPercentiles zero,
            BlockPercentiles.Draws bareDraws,
            double percentile) {
        double share = percentile / 100;
        double specimenValue = (double) specimen.percentile(percentile);
        double zeroValue = (double) zero.percentile(percentile);
        double value = specimenValue - zeroValue;
        ConfidenceInterval byBlocks = draws.minus(bareDraws).interval(LEVEL);
        ConfidenceInterval byRanks =
                ofDifference(specimenValue, ranks(specimen, share), zeroValue, ranks(zero, share));
        ConfidenceInterval printed = covering(byBlocks.hull(byRanks), value);
        return Estimate.of(value, printed)
                .byRanks(byRanks)
                .compared(
                        Math.max(
                                printed.probability(value, 0, specimen.blocks() - 1.0),
                                blockByBlock(specimen, zero, percentile)));
    }

    /**
     * The paired t test of the blocks' own percentiles. Where a tail is made by one stall, all
     * resamples that hold its block agree with one another and show a difference that no other
     * block knows of: this test does not see one.
     */
    private static double blockByBlock(
            BlockPercentiles specimen, BlockPercentiles bare, double percentile) {
        double[] mine = new double[specimen.blocks()];
        double[] theirs = new double[specimen.blocks()];
        for (int b = 0; b < mine.length; b++) {
            mine[b] = specimen.percentileOfBlock(b, percentile);
            theirs[b] = bare.percentileOfBlock(b, percentile);
        }
        return PairedRatio.of(mine, theirs, LEVEL).probability();
    }

    private static ConfidenceInterval ranks(BlockPercentiles blocks, double share) {
        BinomialRank ranks = BinomialRank.of(blocks.total(), share, LEVEL).orElseThrow();
        return blocks.rankInterval(ranks, LEVEL);
    }

    /**
     * The interval of a − b from the intervals of a and of b, independent of each other: the
     * distances to the ends add as squares. Source: Zou and Donner, "Construction of confidence
     * limits about effect measures", Statistics in Medicine 27, 2008 (MOVER).
     */
    private static ConfidenceInterval ofDifference(
            double a, ConfidenceInterval aInterval, double b, ConfidenceInterval bInterval) {
        double below = Math.hypot(a - aInterval.low(), bInterval.high() - b);
        double above = Math.hypot(aInterval.high() - a, b - bInterval.low());
        return new ConfidenceInterval(a - b - below, a - b + above, aInterval.level());
    }

    /** A resampled interval may just miss the value itself; the printed one never does. */
    public static ConfidenceInterval covering(ConfidenceInterval interval, double value) {
        return new ConfidenceInterval(
                Math.min(interval.low(), value),
                Math.max(interval.high(), value),
                interval.level());
    }

    /** The same resamples for all scenarios of as many blocks, so that pairs stay pairs. */
    private BlockResamples resamples(int blocks) {
        return resamplesByBlocks.computeIfAbsent(
                blocks, n -> BlockResamples.draw(n, BlockResamples.DEFAULT_COUNT, seed));
    }
}

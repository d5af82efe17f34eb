package dev.tare.lab.verdict;

import dev.tare.base.stats.BinomialRank;
import dev.tare.base.stats.BlockPercentiles;
import dev.tare.base.stats.BlockResamples;
import dev.tare.base.stats.ConfidenceInterval;
import dev.tare.base.stats.MeanIntervals;
import dev.tare.base.stats.PairedRatio;
import dev.tare.base.stats.SplitMix64;
import dev.tare.lab.bundle.SliceRecord;
import dev.tare.lab.bundle.Usage;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.HdrHistogram.Histogram;

/**
 * Makes figures and tare costs with their intervals; {@code docs/measurement.md} says how each is
 * built. One thread at a time.
 */
final class Estimator {
    /** Level of confidence of every interval that is printed. */
    static final double LEVEL = 0.95;

    /** Below this there is no interval and no tare cost. */
    static final int MIN_BLOCKS = 6;

    /** The percentiles that are looked at. */
    static final List<FigureKind> PERCENTILES =
            Arrays.stream(FigureKind.values()).filter(kind -> kind.percentile() >= 0).toList();

    private static final List<FigureKind> BY_RATIO =
            List.of(FigureKind.GOODPUT, FigureKind.BYTES_RECEIVED, FigureKind.RESPONSE_TIME_MEAN);

    private final long seed;
    private final Map<Integer, BlockResamples> resamplesByBlocks = new HashMap<>();
    // By identity: bare's figures are asked for once for every specimen.
    private final IdentityHashMap<Scenario, Map<FigureKind, Estimate>> figuresByScenario =
            new IdentityHashMap<>();

    /** An estimator whose resamples are given by the experiment's seed. */
    Estimator(long seed) {
        this.seed = SplitMix64.derive(seed, "block resamples");
    }

    /** The figures of a scenario: one of each kind that could be measured. */
    Map<FigureKind, Estimate> figures(Scenario scenario) {
        return figuresByScenario.computeIfAbsent(
                scenario, unseen -> Collections.unmodifiableMap(estimate(unseen)));
    }

    private Map<FigureKind, Estimate> estimate(Scenario scenario) {
        Map<FigureKind, Estimate> figures = new EnumMap<>(FigureKind.class);
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
        Histogram response = scenario.merged(h -> h.responseTime());
        if (response.getTotalCount() > 0) {
            figures.put(
                    FigureKind.RESPONSE_TIME_MEAN,
                    pooled(scenario, FigureKind.RESPONSE_TIME_MEAN, response.getMean()));
            figures.put(
                    FigureKind.RESPONSE_TIME_MAX, Estimate.exact((double) response.getMaxValue()));
            for (FigureKind kind : PERCENTILES) {
                Estimate estimate = percentile(scenario.responseTime(), kind.percentile());
                if (!kind.onlyOfMany() || !estimate.equals(Estimate.NONE)) {
                    figures.put(kind, estimate);
                }
            }
        }
        if (!scenario.isBare() && scenario.visible(SliceRecord::specimenUsage)) {
            figures.putAll(resources(scenario, SliceRecord::specimenUsage));
        }
        return figures;
    }

    /** What a party of the scenario used that is visible in every slice. */
    static Map<FigureKind, Estimate> resources(
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

    Estimate percentile(BlockPercentiles blocks, double percentile) {
        Optional<BinomialRank> ranks = BinomialRank.of(blocks.total(), percentile / 100, LEVEL);
        if (ranks.isEmpty()) {
            return Estimate.NONE;
        }
        double value = blocks.percentile(percentile);
        if (blocks.blocks() < MIN_BLOCKS || !blocks.everyBlockCounts()) {
            return Estimate.exact(value);
        }
        ConfidenceInterval byBlocks =
                blocks.interval(percentile, resamples(blocks.blocks()), LEVEL);
        ConfidenceInterval byRanks = blocks.rankInterval(ranks.get(), LEVEL);
        return Estimate.of(value, covering(byBlocks.hull(byRanks), value));
    }

    /**
     * What a specimen costs beyond bare. Both scenarios have the same blocks, in the same order.
     *
     * @param figures of the specimen in those blocks
     * @param bareFigures likewise of bare
     */
    Map<FigureKind, Estimate> tareCosts(
            Scenario specimen,
            Scenario bare,
            Map<FigureKind, Estimate> figures,
            Map<FigureKind, Estimate> bareFigures) {
        Map<FigureKind, Estimate> costs = new EnumMap<>(FigureKind.class);
        if (specimen.blocks().size() < MIN_BLOCKS) {
            return costs;
        }
        // Bare has no processes of a specimen: what a specimen uses itself is its cost.
        Stream.of(FigureKind.CPU_PER_REQUEST, FigureKind.PEAK_MEMORY)
                .filter(figures::containsKey)
                .forEach(kind -> costs.put(kind, figures.get(kind)));
        for (FigureKind kind : BY_RATIO) {
            Estimate bareFigure = bareFigures.get(kind);
            if (bareFigure != null && figures.containsKey(kind)) {
                byRatio(specimen, bare, kind, bareFigure.value())
                        .ifPresent(cost -> costs.put(kind, cost));
            }
        }
        for (FigureKind kind : PERCENTILES) {
            if (figures.containsKey(kind) && bareFigures.containsKey(kind)) {
                costs.put(
                        kind,
                        percentileCost(
                                specimen.responseTime(), bare.responseTime(), kind.percentile()));
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
                Estimate.of(ratio.difference(bareValue), ratio.differenceInterval(bareValue)));
    }

    Estimate percentileCost(BlockPercentiles specimen, BlockPercentiles bare, double percentile) {
        Optional<BinomialRank> mine = BinomialRank.of(specimen.total(), percentile / 100, LEVEL);
        Optional<BinomialRank> theirs = BinomialRank.of(bare.total(), percentile / 100, LEVEL);
        if (mine.isEmpty()
                || theirs.isEmpty()
                || !specimen.everyBlockCounts()
                || !bare.everyBlockCounts()) {
            return Estimate.NONE;
        }
        double value = (double) specimen.percentile(percentile) - bare.percentile(percentile);
        ConfidenceInterval byBlocks =
                specimen.differenceInterval(bare, percentile, resamples(specimen.blocks()), LEVEL);
        ConfidenceInterval byRanks =
                ofDifference(
                        (double) specimen.percentile(percentile),
                        specimen.rankInterval(mine.get(), LEVEL),
                        (double) bare.percentile(percentile),
                        bare.rankInterval(theirs.get(), LEVEL));
        return Estimate.of(value, covering(byBlocks.hull(byRanks), value));
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
    static ConfidenceInterval covering(ConfidenceInterval interval, double value) {
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

package dev.tare.base.stats;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * By how much a percentile differs from another, on the scale of logarithms: from merged blocks,
 * with an interval by resampling whole blocks.
 *
 * <p>Two halves of the same run share their resamples: pairs stay pairs. Two runs have each their
 * own; there the percentile of each is set against bare's of the same resampled blocks, so that
 * what has changed for bare too, the machine's speed, cancels: ln((S₂/B₂)/(S₁/B₁)).
 *
 * <p>The interval is the hull of two: by blocks, from the sorted resamples, widened for few blocks
 * as {@link BlockResamples#tail} says, with Welch's degrees of freedom; and by ranks, where the
 * distances to the ends of all halves add as squares (Zou and Donner 2008). The standard error is
 * the larger of both: of the resamples, times √(n/(n − 1)), and of the ranks.
 *
 * @param contrast ln of the second over the first
 * @param interval of it, holding {@code contrast.value()}
 */
public record PercentileContrast(Contrast contrast, ConfidenceInterval interval) {
    /** Student's t of so many degrees of freedom is the normal distribution to six digits. */
    private static final double MANY = 1e7;

    /**
     * One run's half.
     *
     * @param specimen whose percentile it is
     * @param bare the same blocks of bare
     * @param resamples of those blocks
     */
    public record Half(
            BlockPercentiles specimen, BlockPercentiles bare, BlockResamples resamples) {}

    /** What shares its resamples: ln of those above the line minus ln of those below. */
    private record Group(
            BlockResamples resamples, BlockPercentiles above, BlockPercentiles below) {}

    /**
     * Two halves of one run, in the same blocks.
     *
     * @param percentile above 0 and below 100
     * @return empty where there are too few values to bound it, or a block without any
     */
    public static Optional<PercentileContrast> paired(
            BlockPercentiles first,
            BlockPercentiles second,
            double percentile,
            BlockResamples resamples,
            double level) {
        return of(List.of(new Group(resamples, second, first)), percentile, level);
    }

    /**
     * Two runs, each set against its own bare.
     *
     * @param percentile above 0 and below 100
     * @return empty where there are too few values to bound it, or a block without any
     */
    public static Optional<PercentileContrast> unpaired(
            Half first, Half second, double percentile, double level) {
        return of(
                List.of(
                        new Group(second.resamples(), second.specimen(), second.bare()),
                        new Group(first.resamples(), first.bare(), first.specimen())),
                percentile,
                level);
    }

    private static Optional<PercentileContrast> of(
            List<Group> groups, double percentile, double level) {
        List<BlockPercentiles> all =
                groups.stream().flatMap(g -> Stream.of(g.above(), g.below())).toList();
        for (BlockPercentiles one : all) {
            if (!one.everyBlockCounts()
                    || one.blocks() < 2
                    || BinomialRank.of(one.total(), percentile / 100, level).isEmpty()) {
                return Optional.empty();
            }
        }
        double value = 0;
        double below = 0;
        double above = 0;
        double widthAbove = 0;
        double widthBelow = 0;
        for (Group group : groups) {
            double[] numerator = logDistances(group.above(), percentile, level);
            double[] denominator = logDistances(group.below(), percentile, level);
            value += logOf(group.above(), percentile) - logOf(group.below(), percentile);
            below += numerator[0] * numerator[0] + denominator[1] * denominator[1];
            above += numerator[1] * numerator[1] + denominator[0] * denominator[0];
            widthBelow += group.above().logWidth(percentile);
            widthAbove += group.below().logWidth(percentile);
        }
        ConfidenceInterval byRanks =
                new ConfidenceInterval(value - Math.sqrt(below), value + Math.sqrt(above), level);
        Resampled resampled = resample(groups, percentile, value);
        ConfidenceInterval byBlocks = resampled.interval(level);
        double rankError = Math.sqrt(Math.max(below, above)) / StudentT.critical(level, MANY);
        Contrast blocks = resampled.contrast;
        Contrast contrast =
                new Contrast(
                        value,
                        Math.max(blocks.standardError(), rankError),
                        blocks.degreesOfFreedom());
        ConfidenceInterval widened =
                new ConfidenceInterval(
                        byBlocks.low() - widthBelow, byBlocks.high() + widthAbove, level);
        ConfidenceInterval point = new ConfidenceInterval(value, value, level);
        return Optional.of(new PercentileContrast(contrast, widened.hull(byRanks).hull(point)));
    }

    /** How far the ends of the interval by ranks lie below and above, as logarithms. */
    private static double[] logDistances(BlockPercentiles blocks, double percentile, double level) {
        BinomialRank ranks = BinomialRank.of(blocks.total(), percentile / 100, level).orElseThrow();
        ConfidenceInterval interval = blocks.rankInterval(ranks, level);
        double log = logOf(blocks, percentile);
        // A bucket may begin at 0, which has no logarithm; 1 is the least that is told apart.
        return new double[] {
            log - Math.log(Math.max(1, interval.low())), Math.log(interval.high()) - log
        };
    }

    private static double logOf(BlockPercentiles blocks, double percentile) {
        return Math.log((double) blocks.percentile(percentile));
    }

    /** All resamples of all groups: sorted sums, and the contrast by their spread. */
    private static final class Resampled {
        private final Contrast contrast;
        private final double widening;
        private final double[] sorted;

        Resampled(Contrast contrast, double widening, double[] sorted) {
            this.contrast = contrast;
            this.widening = widening;
            this.sorted = sorted;
        }

        ConfidenceInterval interval(double level) {
            double t = StudentT.critical(level, contrast.degreesOfFreedom());
            double tail = SpecialFunctions.normalCdf(-widening * t);
            return new ConfidenceInterval(
                    sorted[(int) Math.floor(tail * (sorted.length - 1))],
                    sorted[(int) Math.ceil((1 - tail) * (sorted.length - 1))],
                    level);
        }
    }

    private static Resampled resample(List<Group> groups, double percentile, double value) {
        int count = groups.stream().mapToInt(g -> g.resamples().count()).min().orElseThrow();
        double[] sums = new double[count];
        double[] variances = new double[groups.size()];
        List<Integer> blocks = new ArrayList<>();
        double plain = 0;
        for (int g = 0; g < groups.size(); g++) {
            Group group = groups.get(g);
            double[] above = group.above().logPercentiles(percentile, group.resamples());
            double[] below = group.below().logPercentiles(percentile, group.resamples());
            double[] logs = new double[count];
            for (int r = 0; r < count; r++) {
                logs[r] = above[r] - below[r];
                sums[r] += logs[r];
            }
            int n = group.resamples().blocks();
            blocks.add(n);
            double variance = Sample.of(logs).variance();
            plain += variance;
            variances[g] = variance * n / (n - 1.0);
        }
        Arrays.sort(sums);
        int[] counts = blocks.stream().mapToInt(Integer::intValue).toArray();
        Contrast contrast = Contrast.of(value, variances, counts);
        double widening = plain > 0 ? Math.sqrt(Arrays.stream(variances).sum() / plain) : 1;
        return new Resampled(contrast, widening, sums);
    }
}

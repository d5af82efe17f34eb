package dev.tare.lab.verdict.load;

import static dev.tare.lab.verdict.Verdict.INVALID;

import dev.tare.base.stats.BinomialRank;
import dev.tare.base.stats.BlockPercentiles;
import dev.tare.base.stats.BlockResamples;
import dev.tare.base.stats.ConfidenceInterval;
import dev.tare.base.stats.MeanIntervals;
import dev.tare.lab.verdict.Reason;
import dev.tare.lab.verdict.Statistic;
import dev.tare.lab.verdict.Words;
import dev.tare.lab.verdict.estimate.Estimate;
import dev.tare.lab.verdict.estimate.Estimator;
import dev.tare.lab.verdict.rule.SamplesRule;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.HdrHistogram.Histogram;

/**
 * The times of one kind that a load on its own brought, and their statistics.
 *
 * <p>An interval by ranks takes every time for independent of the others. Where the load has been
 * cut into enough stretches of time, their resampling stands beside it, and the wider hull of both
 * is printed: the requests of one stall are not independent.
 *
 * @param counted what is counted, in words, such as {@code request}
 * @param total all times, ns
 * @param blocks the same by stretches of time, one alone where there are not enough
 * @param means mean of every stretch, ns; none where there are not enough
 */
record TimeSample(String counted, Histogram total, BlockPercentiles blocks, List<Double> means) {
    private static final String REMEDY = "A longer load.";

    /** Without stretches. */
    static TimeSample of(String counted, Histogram total) {
        return new TimeSample(counted, total, BlockPercentiles.of(List.of(total)), List.of());
    }

    /** The times of stretches that add up to {@code total}; those that do not are not used. */
    static TimeSample of(String counted, Histogram total, List<Histogram> stretches) {
        boolean enough =
                stretches.size() >= Estimator.MIN_BLOCKS
                        && stretches.stream().allMatch(s -> s.getTotalCount() > 0);
        long sum = stretches.stream().mapToLong(Histogram::getTotalCount).sum();
        if (!enough || sum != total.getTotalCount()) {
            return of(counted, total);
        }
        return new TimeSample(
                counted,
                total,
                BlockPercentiles.of(stretches),
                stretches.stream().map(Histogram::getMean).toList());
    }

    /** The statistic with its interval; {@link Estimate#NONE} where there are too few times. */
    Estimate estimate(Statistic statistic, Optional<BlockResamples> resamples) {
        if (total.getTotalCount() == 0) {
            return Estimate.NONE;
        }
        double value = statistic.of(total);
        return switch (statistic) {
            case Statistic.Percentile(double percentile) ->
                    percentile(value, percentile, resamples);
            case Statistic.Whole whole ->
                    whole == Statistic.Whole.MEAN && means.size() >= Estimator.MIN_BLOCKS
                            ? Estimate.of(
                                    value,
                                    MeanIntervals.ofPooled(
                                            value,
                                            means.stream().mapToDouble(m -> m).toArray(),
                                            Estimator.LEVEL))
                            : Estimate.exact(value);
        };
    }

    private Estimate percentile(
            double value, double percentile, Optional<BlockResamples> resamples) {
        Optional<BinomialRank> ranks =
                BinomialRank.of(total.getTotalCount(), percentile / 100, Estimator.LEVEL);
        if (ranks.isEmpty()) {
            return Estimate.NONE;
        }
        ConfidenceInterval interval = blocks.rankInterval(ranks.get(), Estimator.LEVEL);
        if (resamples.isPresent() && resamples.get().blocks() == blocks.blocks()) {
            interval = interval.hull(blocks.interval(percentile, resamples.get(), Estimator.LEVEL));
        }
        return Estimate.of(value, Estimator.covering(interval, value));
    }

    /** Why there is no such statistic; none where there is one. */
    List<Reason> missing(Statistic statistic, Estimate estimate) {
        List<Reason> reasons = new ArrayList<>();
        if (total.getTotalCount() == 0) {
            reasons.add(new Reason(6, INVALID, "there was no " + counted + " to measure", ""));
        } else if (!estimate.exists() && statistic instanceof Statistic.Percentile percentile) {
            reasons.add(
                    SamplesRule.tooFew(
                            Words.plural(total.getTotalCount(), counted),
                            total.getTotalCount(),
                            percentile.percentile(),
                            REMEDY));
        }
        return reasons;
    }
}

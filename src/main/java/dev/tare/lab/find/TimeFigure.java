package dev.tare.lab.find;

import dev.tare.base.stats.BinomialRank;
import dev.tare.base.stats.BlockPercentiles;
import dev.tare.base.stats.BlockResamples;
import dev.tare.base.stats.ConfidenceInterval;
import dev.tare.base.stats.MeanIntervals;
import dev.tare.lab.verdict.Statistic;
import dev.tare.lab.verdict.load.TimeKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.HdrHistogram.Histogram;

/**
 * A statistic of a point's times with its interval: the wider of what so many independent requests
 * could show and of what the windows' spread shows, for the requests of one stall are not
 * independent.
 *
 * @param value ns; NaN without a request
 * @param interval empty where there are too few requests
 */
record TimeFigure(double value, Optional<ConfidenceInterval> interval) {
    /** Below so many windows their spread says too little (see {@code docs/measurement.md}). */
    private static final int MIN_WINDOWS = 6;

    /** Resamples of an interval that only decides whether to go on. */
    private static final int RESAMPLES = 400;

    private static final long SEED = 1;

    static TimeFigure of(PointData data, TimeKind kind, Statistic statistic) {
        List<Histogram> windows =
                filled(data.windows()).stream()
                        .map(window ->
                                kind == TimeKind.SERVICE_TIME
                                        ? window.serviceTime()
                                        : window.responseTime())
                        .toList();
        if (windows.isEmpty()) {
            return new TimeFigure(Double.NaN, Optional.empty());
        }
        Histogram all = kind == TimeKind.SERVICE_TIME ? data.serviceTime() : data.responseTime();
        double value = statistic.of(all);
        return new TimeFigure(
                value,
                switch (statistic) {
                    case Statistic.Percentile(double percentile) ->
                            percentile(windows, all.getTotalCount(), percentile);
                    case Statistic.Whole _ ->
                            spread(
                                    value,
                                    windows.stream().mapToDouble(Histogram::getMean).toArray());
                });
    }

    /** Windows that hold times: one in which nothing ended is joined with the next. */
    private static List<Window> filled(List<Window> windows) {
        List<Window> filled = new ArrayList<>();
        for (Window window : windows) {
            if (!filled.isEmpty() && filled.getLast().responseTime().getTotalCount() == 0) {
                filled.set(filled.size() - 1, filled.getLast().plus(window));
            } else {
                filled.add(window);
            }
        }
        if (!filled.isEmpty() && filled.getLast().responseTime().getTotalCount() == 0) {
            filled.removeLast();
        }
        return filled;
    }

    private static Optional<ConfidenceInterval> percentile(
            List<Histogram> windows, long count, double percentile) {
        Optional<BinomialRank> ranks = BinomialRank.of(count, percentile / 100, Objective.LEVEL);
        if (ranks.isEmpty()) {
            return Optional.empty();
        }
        BlockPercentiles blocks = BlockPercentiles.of(windows);
        ConfidenceInterval byRank = blocks.rankInterval(ranks.get(), Objective.LEVEL);
        if (windows.size() < MIN_WINDOWS) {
            return Optional.of(byRank);
        }
        BlockResamples resamples = BlockResamples.draw(windows.size(), RESAMPLES, SEED);
        return Optional.of(byRank.hull(blocks.interval(percentile, resamples, Objective.LEVEL)));
    }

    /**
     * The interval of a pooled value by the spread of the windows' values; empty below two of them.
     */
    static Optional<ConfidenceInterval> spread(double pooled, double[] ofWindows) {
        return ofWindows.length < 2
                ? Optional.empty()
                : Optional.of(MeanIntervals.ofPooled(pooled, ofWindows, Objective.LEVEL));
    }
}

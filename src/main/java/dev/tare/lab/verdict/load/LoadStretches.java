package dev.tare.lab.verdict.load;

import dev.tare.base.core.Tally;
import dev.tare.base.histogram.HistogramLayout;
import dev.tare.lab.load.LoadInterval;
import dev.tare.lab.load.LoadRecord;
import dev.tare.lab.verdict.estimate.Estimator;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import org.HdrHistogram.Histogram;

/**
 * A load's intervals in stretches of about equal length, one after the other: what stands for
 * blocks where there is only one load ("batch means").
 *
 * <p>Source: Law and Kelton, "Simulation Modeling and Analysis", section 9.5.3.
 *
 * @param stretches the intervals of each; none where there are fewer than six
 * @param startNs begin of the measured phase
 * @param endNs end of it
 */
record LoadStretches(List<List<LoadInterval>> stretches, long startNs, long endNs) {
    /** More of them would be too short to be independent, and dear to resample. */
    static final int MAX_STRETCHES = 20;

    private static final double HALF = 0.5;

    static LoadStretches of(LoadRecord load) {
        long startNs = load.result().measuredStartNs();
        long endNs = load.result().measuredEndNs();
        LoadStretches none = new LoadStretches(List.of(), startNs, endNs);
        double usual = load.spec().intervalNs();
        int whole =
                (int)
                        load.intervals().stream()
                                .filter(i -> none.insideNs(i) > HALF * usual)
                                .count();
        int perStretch = Math.ceilDiv(whole, MAX_STRETCHES);
        int count = perStretch == 0 ? 0 : whole / perStretch;
        if (count < Estimator.MIN_BLOCKS) {
            return none;
        }
        List<List<LoadInterval>> stretches = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            stretches.add(new ArrayList<>());
        }
        for (LoadInterval interval : load.intervals()) {
            double middleNs = HALF * (interval.endNs() - interval.startNs());
            double into = (interval.startNs() - startNs + middleNs) / (endNs - startNs);
            stretches.get(Math.clamp((long) (into * count), 0, count - 1)).add(interval);
        }
        return stretches.stream().anyMatch(List::isEmpty)
                ? none
                : new LoadStretches(stretches, startNs, endNs);
    }

    private long insideNs(LoadInterval interval) {
        long fromNs = Math.max(startNs, interval.startNs());
        return Math.max(0, Math.min(endNs, interval.endNs()) - fromNs);
    }

    int count() {
        return stretches.size();
    }

    /** The times of every stretch, added up. */
    List<Histogram> times(Function<LoadInterval, Histogram> kind) {
        return stretches.stream().map(stretch -> sum(stretch, kind)).toList();
    }

    private static Histogram sum(
            List<LoadInterval> stretch, Function<LoadInterval, Histogram> kind) {
        Histogram sum = HistogramLayout.newHistogram();
        for (LoadInterval interval : stretch) {
            Histogram part = kind.apply(interval);
            if (part.getTotalCount() > 0) {
                sum.add(part);
            }
        }
        return sum;
    }

    /** A count of every stretch, a second of its part of the measured phase. */
    double[] rates(ToLongFunction<Tally> count) {
        return stretches.stream()
                .mapToDouble(stretch -> {
                    double seconds = stretch.stream().mapToLong(this::insideNs).sum() / 1e9;
                    Tally sum =
                            stretch.stream()
                                    .map(LoadInterval::tally)
                                    .reduce(Tally.EMPTY, Tally::plus);
                    return count.applyAsLong(sum) / seconds;
                })
                .toArray();
    }
}

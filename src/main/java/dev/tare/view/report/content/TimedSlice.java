package dev.tare.view.report.content;

import dev.tare.base.histogram.HistogramLayout;
import dev.tare.base.histogram.SparseHistogram;
import dev.tare.lab.bundle.BlockRecord;
import dev.tare.lab.bundle.BundleContent;
import dev.tare.lab.bundle.BundleContent.Block;
import dev.tare.lab.bundle.BundleContent.SliceHistograms;
import dev.tare.lab.bundle.SliceRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.HdrHistogram.Histogram;

/**
 * A slice on the time axis of the whole experiment.
 *
 * <p>The axis is the wall clock between blocks and the monotonic clock within a block, so that it
 * also holds for a run that was resumed by another process; a pause longer than {@link
 * #MAX_PAUSE_SECONDS} is shown as that long.
 *
 * @param block index of its block
 * @param round index of its round
 * @param startSeconds begin of its measured phase, s after the first slice began
 * @param endSeconds end of its measured phase
 * @param slice its counts
 * @param histograms its response times
 */
public record TimedSlice(
        int block,
        int round,
        double startSeconds,
        double endSeconds,
        SliceRecord slice,
        SliceHistograms histograms) {
    private static final double MAX_PAUSE_SECONDS = 5;
    private static final double NS_PER_SECOND = 1e9;

    /** All slices of a bundle, in the order of time. */
    public static List<TimedSlice> all(BundleContent bundle) {
        List<TimedSlice> all = new ArrayList<>();
        double blockStart = 0;
        long previousEndEpochNs = 0;
        double previousEnd = 0;
        for (Block block : bundle.blocks()) {
            BlockRecord counts = block.blockRecord();
            if (counts.slices().isEmpty()) {
                continue;
            }
            if (!all.isEmpty()) {
                double pause = (counts.startedEpochNs() - previousEndEpochNs) / NS_PER_SECOND;
                blockStart = previousEnd + Math.clamp(pause, 0, MAX_PAUSE_SECONDS);
            }
            long originNs = counts.slices().getFirst().startNs();
            long lastNs = originNs;
            for (int i = 0; i < counts.slices().size(); i++) {
                SliceRecord slice = counts.slices().get(i);
                lastNs = Math.max(lastNs, slice.endNs());
                all.add(
                        new TimedSlice(
                                counts.index(),
                                counts.round(),
                                blockStart + (slice.measuredStartNs() - originNs) / NS_PER_SECOND,
                                blockStart + (slice.measuredEndNs() - originNs) / NS_PER_SECOND,
                                slice,
                                block.sliceHistograms().get(i)));
            }
            previousEnd = blockStart + (lastNs - originNs) / NS_PER_SECOND;
            previousEndEpochNs = counts.startedEpochNs() + (lastNs - originNs);
        }
        return List.copyOf(all);
    }

    /** Those of one scenario. */
    public static List<TimedSlice> of(List<TimedSlice> slices, String specimen, String workload) {
        return slices.stream()
                .filter(timed -> timed.slice().specimen().equals(specimen))
                .filter(timed -> timed.slice().workload().equals(workload))
                .toList();
    }

    /** Those of every scenario. */
    public static Map<Scenario, List<TimedSlice>> byScenario(List<TimedSlice> slices) {
        return slices.stream()
                .collect(
                        Collectors.groupingBy(timed ->
                                new Scenario(timed.slice().specimen(), timed.slice().workload())));
    }

    /** One workload on one specimen. */
    public record Scenario(String specimen, String workload) {}

    /** One kind of histogram of all the slices, added. */
    public static Histogram pooled(
            List<TimedSlice> slices, Function<SliceHistograms, SparseHistogram> kind) {
        Histogram pooled = HistogramLayout.newGrowingHistogram();
        slices.forEach(timed -> kind.apply(timed.histograms()).addTo(pooled));
        return pooled;
    }

    /** The middle of its measured phase, s after the first slice began. */
    public double middleSeconds() {
        return (startSeconds + endSeconds) / 2;
    }

    /** CPU time of the specimen by request that ended within the measured phase, ns. */
    public OptionalDouble cpuPerRequestNs() {
        long done = slice.measured().doneInside();
        boolean known = slice.specimenUsage().visible() && done > 0;
        return known
                ? OptionalDouble.of((double) slice.specimenUsage().cpuNs() / done)
                : OptionalDouble.empty();
    }

    /** The median response time, ns. */
    public OptionalDouble medianNs() {
        SparseHistogram responseTime = histograms.responseTime();
        return responseTime.totalCount() > 0
                ? OptionalDouble.of((double) responseTime.percentileNs(50))
                : OptionalDouble.empty();
    }
}

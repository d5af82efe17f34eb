package dev.tare.lab.verdict.estimate;

import dev.tare.base.core.Outcome;
import dev.tare.base.core.Tally;
import dev.tare.base.histogram.HistogramLayout;
import dev.tare.base.histogram.SparseHistogram;
import dev.tare.base.stats.BlockPercentiles;
import dev.tare.lab.bundle.BundleContent;
import dev.tare.lab.bundle.BundleContent.SliceHistograms;
import dev.tare.lab.bundle.HistogramKind;
import dev.tare.lab.bundle.PlanRecord.WorkloadRecord;
import dev.tare.lab.bundle.SliceRecord;
import dev.tare.lab.bundle.Usage;
import dev.tare.lab.verdict.FigureKind;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;
import org.HdrHistogram.Histogram;

/**
 * One workload on one specimen, over all blocks: the raw material of its figures.
 *
 * @param specimen name
 * @param kind of specimen, as {@code RoundRecord} has it; {@code bare} for nothing in between
 * @param workload what was sent
 * @param blocks in order, each with its slices of this scenario; none is empty
 * @param responseTime by block, ns
 * @param merged all slices' histograms, kind by kind, made when they are first asked for
 */
public record Scenario(
        String specimen,
        String kind,
        WorkloadRecord workload,
        List<Block> blocks,
        BlockPercentiles responseTime,
        Merged merged) {
    /** The kind of a specimen that is none. */
    public static final String BARE = "bare";

    /** A slice with its histograms. */
    public record Slice(SliceRecord counts, SliceHistograms histograms) {
        /** Length of the measured phase, s. */
        double measuredSec() {
            return counts.measuredNs() / 1e9;
        }
    }

    /**
     * One block's slices.
     *
     * @param tally their counts, added
     * @param meanResponseNs mean response time of all of them, ns; NaN where nothing ended
     */
    public record Block(int index, List<Slice> slices, Tally tally, double meanResponseNs) {
        /** Length of the measured phases of all its slices, s. */
        double measuredSec() {
            return slices.stream().mapToDouble(Slice::measuredSec).sum();
        }

        /** CPU of one party in all slices, ns. */
        double cpuNs(Function<SliceRecord, Usage> party) {
            return slices.stream().mapToDouble(s -> party.apply(s.counts()).cpuNs()).sum();
        }

        /** Windows of one party's CPU, added, ns. */
        double windowNs(Function<SliceRecord, Usage> party) {
            return slices.stream().mapToDouble(s -> party.apply(s.counts()).windowNs()).sum();
        }

        static Block of(int index, List<Slice> slices) {
            Tally tally =
                    slices.stream()
                            .map(slice -> slice.counts().measured())
                            .reduce(Tally.EMPTY, Tally::plus);
            return new Block(index, List.copyOf(slices), tally, meanResponseNs(slices));
        }

        private static double meanResponseNs(List<Slice> slices) {
            double sum = 0;
            double count = 0;
            for (Slice slice : slices) {
                SparseHistogram histogram = slice.histograms().responseTime();
                double n = (double) histogram.totalCount();
                sum += n * histogram.meanNs();
                count += n;
            }
            return count == 0 ? Double.NaN : sum / count;
        }
    }

    /** A scenario's slices in one block. */
    public record Turns(int block, List<Slice> slices) {}

    /** Which workload on which specimen. */
    public record Key(String specimen, String workload) {}

    /** All slices of a bundle by scenario, block by block in their order. */
    public static Map<Key, List<Turns>> slices(BundleContent content) {
        Map<Key, List<Turns>> blocks = new HashMap<>();
        for (BundleContent.Block block : content.blocks()) {
            Map<Key, List<Slice>> slices = new HashMap<>();
            for (SliceRecord slice : block.blockRecord().slices()) {
                slices.computeIfAbsent(
                                new Key(slice.specimen(), slice.workload()),
                                unseen -> new ArrayList<>())
                        .add(new Slice(slice, block.sliceHistograms().get(slice.index())));
            }
            slices.forEach((key, own) ->
                    blocks.computeIfAbsent(key, unseen -> new ArrayList<>())
                            .add(new Turns(block.blockRecord().index(), own)));
        }
        blocks.values().forEach(own -> own.sort(Comparator.comparingInt(Turns::block)));
        return blocks;
    }

    /** Collects the scenario's slices; empty where no block has any. */
    public static Optional<Scenario> of(
            BundleContent content, String specimen, WorkloadRecord workload) {
        return of(content, slices(content), specimen, workload);
    }

    /**
     * The scenario of slices that have been collected.
     *
     * @param slices of {@code content}, from {@link #slices}
     */
    public static Optional<Scenario> of(
            BundleContent content,
            Map<Key, List<Turns>> slices,
            String specimen,
            WorkloadRecord workload) {
        return Optional.ofNullable(slices.get(new Key(specimen, workload.name())))
                .map(turns ->
                        of(
                                specimen,
                                kind(content, specimen),
                                workload,
                                turns.stream().map(t -> Block.of(t.block(), t.slices())).toList()));
    }

    private static Scenario of(
            String specimen, String kind, WorkloadRecord workload, List<Block> blocks) {
        List<List<SparseHistogram>> responseTimes =
                blocks.stream()
                        .map(block ->
                                block.slices().stream()
                                        .map(slice -> slice.histograms().responseTime())
                                        .toList())
                        .toList();
        return new Scenario(
                specimen,
                kind,
                workload,
                List.copyOf(blocks),
                BlockPercentiles.ofParts(responseTimes),
                new Merged(blocks));
    }

    private static String kind(BundleContent content, String specimen) {
        return content.rounds().stream()
                .flatMap(round -> round.specimens().stream())
                .filter(started -> started.name().equals(specimen))
                .map(started -> started.kind())
                .findFirst()
                .orElse(specimen.equals(BARE) ? BARE : "");
    }

    /** The same scenario with those blocks only; empty where none is left. */
    public Optional<Scenario> only(Set<Integer> indices) {
        List<Block> kept = blocks.stream().filter(b -> indices.contains(b.index())).toList();
        if (kept.size() == blocks.size()) {
            return Optional.of(this);
        }
        return kept.isEmpty() ? Optional.empty() : Optional.of(of(specimen, kind, workload, kept));
    }

    /** Whether nothing stands in between. */
    public boolean isBare() {
        return kind.equals(BARE);
    }

    /** Whether its loop is open. */
    public boolean open() {
        return workload.open();
    }

    /** Mean offered rate of the slices; 0 in a closed loop. */
    public double offeredRatePerSec() {
        return slices().mapToDouble(s -> s.counts().offeredRatePerSec()).average().orElse(0);
    }

    /** All slices, block by block. */
    public Stream<Slice> slices() {
        return blocks.stream().flatMap(block -> block.slices().stream());
    }

    /** Counts of all measured phases. */
    public Tally tally() {
        return blocks.stream().map(Block::tally).reduce(Tally.EMPTY, Tally::plus);
    }

    /** All slices' histograms of one kind, merged; not to be written to. */
    public Histogram merged(HistogramKind kind) {
        return merged.of(kind);
    }

    /** Histograms merged at most once: bare's are asked for by every specimen. Thread-safe. */
    public static final class Merged {
        private final List<Block> blocks;
        private final Map<HistogramKind, Histogram> byKind = new ConcurrentHashMap<>();

        Merged(List<Block> blocks) {
            this.blocks = blocks;
        }

        private Histogram of(HistogramKind kind) {
            return byKind.computeIfAbsent(kind, this::merge);
        }

        private Histogram merge(HistogramKind kind) {
            Histogram sum = HistogramLayout.newGrowingHistogram();
            blocks.forEach(block ->
                    block.slices().forEach(slice -> slice.histograms().of(kind).addTo(sum)));
            return sum;
        }
    }

    /** Whether a party's CPU was visible in every slice, with a window to divide by. */
    public boolean visible(Function<SliceRecord, Usage> party) {
        return slices().map(slice -> party.apply(slice.counts()))
                .allMatch(usage -> usage.visible() && usage.windowNs() > 0);
    }

    /** Cores that a party used on average over all slices. */
    public double cores(Function<SliceRecord, Usage> party) {
        double windowNs = blocks.stream().mapToDouble(b -> b.windowNs(party)).sum();
        double cpuNs = blocks.stream().mapToDouble(b -> b.cpuNs(party)).sum();
        return windowNs > 0 ? cpuNs / windowNs : 0;
    }

    /** Cores that a party used on average in each block. */
    double[] coresByBlock(Function<SliceRecord, Usage> party) {
        return series(b -> b.cpuNs(party) / b.windowNs(party));
    }

    /** A figure of every block. */
    public double[] series(ToDoubleFunction<Block> figure) {
        return blocks.stream().mapToDouble(figure).toArray();
    }

    /** A party's CPU a completed request of every block, ns; NaN where none completed. */
    public double[] cpuPerRequest(Function<SliceRecord, Usage> party) {
        return series(block -> {
            double done = (double) block.tally().doneInside();
            return done > 0 ? block.cpuNs(party) / done : Double.NaN;
        });
    }

    /** A figure of every block; empty for those that are not made block by block. */
    public Optional<double[]> series(FigureKind figure) {
        return switch (figure) {
            case GOODPUT -> Optional.of(series(b -> b.tally().correctInside() / b.measuredSec()));
            case BYTES_RECEIVED ->
                    Optional.of(series(b -> b.tally().bytesInside() / b.measuredSec()));
            case RESPONSE_TIME_MEAN -> Optional.of(series(Block::meanResponseNs));
            case CPU_PER_REQUEST -> Optional.of(cpuPerRequest(SliceRecord::specimenUsage));
            case CPU_MEAN -> Optional.of(coresByBlock(SliceRecord::specimenUsage));
            case RESPONSE_TIME_P50,
                    RESPONSE_TIME_P90,
                    RESPONSE_TIME_P99,
                    RESPONSE_TIME_P999,
                    RESPONSE_TIME_P9999,
                    RESPONSE_TIME_P99999,
                    RESPONSE_TIME_P999999 ->
                    responseTime.everyBlockCounts()
                            ? Optional.of(percentileSeries(figure.percentile()))
                            : Optional.empty();
            case RESPONSE_TIME_MAX, CPU_MAX, PEAK_MEMORY, ERRORS -> Optional.empty();
        };
    }

    private double[] percentileSeries(double percentile) {
        double[] values = new double[blocks.size()];
        for (int b = 0; b < values.length; b++) {
            values[b] = responseTime.percentileOfBlock(b, percentile);
        }
        return values;
    }

    /** Share of the planned requests that did not end as correct. */
    double errorShare() {
        Tally tally = tally();
        return tally.planned() == 0
                ? 0
                : (double) (tally.planned() - tally.count(Outcome.CORRECT)) / tally.planned();
    }
}

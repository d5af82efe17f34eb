package dev.tare.lab.verdict.judge;

import dev.tare.base.core.Outcome;
import dev.tare.base.core.Tally;
import dev.tare.base.core.Unsent;
import dev.tare.base.histogram.SparseHistogram;
import dev.tare.lab.bundle.BlockRecord;
import dev.tare.lab.bundle.BundleContent;
import dev.tare.lab.bundle.BundleContent.SliceHistograms;
import dev.tare.lab.bundle.SliceRecord;
import dev.tare.lab.bundle.SyntheticBundle;
import dev.tare.lab.verdict.Figure;
import dev.tare.lab.verdict.FigureKind;
import dev.tare.lab.verdict.Reason;
import dev.tare.lab.verdict.ScenarioResult;
import dev.tare.lab.verdict.Verdict;
import dev.tare.lab.verdict.Weighing;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.HistogramIterationValue;

/** Faults planted into healthy bundles, and what rules made of them. */
public final class Planted {
    private static final Weighing HEALTHY = Judge.weigh(healthy());

    private Planted() {}

    /** A healthy experiment of one specimen, twelve blocks. */
    public static BundleContent healthy() {
        return new SyntheticBundle(5).specimen("envoy", 31_000, 120_000).content();
    }

    public static Predicate<SliceRecord> of(String specimen, String workload) {
        return slice -> slice.specimen().equals(specimen) && slice.workload().equals(workload);
    }

    public static BundleContent slices(
            BundleContent content,
            Predicate<SliceRecord> which,
            UnaryOperator<SliceRecord> change) {
        return SyntheticBundle.mapSlices(
                content, slice -> which.test(slice) ? change.apply(slice) : slice);
    }

    public static BundleContent tallies(
            BundleContent content, Predicate<SliceRecord> which, UnaryOperator<Tally> change) {
        return slices(
                content,
                which,
                slice -> SyntheticBundle.withMeasured(slice, change.apply(slice.measured())));
    }

    public static BundleContent histograms(
            BundleContent content,
            Predicate<SliceRecord> which,
            UnaryOperator<SliceHistograms> change) {
        return SyntheticBundle.mapBlocks(
                content,
                block -> {
                    List<SliceHistograms> changed = new ArrayList<>();
                    for (SliceRecord slice : block.blockRecord().slices()) {
                        SliceHistograms old = block.sliceHistograms().get(slice.index());
                        changed.add(which.test(slice) ? change.apply(old) : old);
                    }
                    return new BundleContent.Block(block.blockRecord(), changed);
                });
    }

    public static BundleContent records(BundleContent content, UnaryOperator<BlockRecord> change) {
        return SyntheticBundle.mapBlocks(
                content,
                block ->
                        new BundleContent.Block(
                                change.apply(block.blockRecord()), block.sliceHistograms()));
    }

    /** Every value multiplied. */
    public static SparseHistogram scaled(SparseHistogram histogram, double factor) {
        Histogram scaled = SyntheticBundle.histogram();
        for (HistogramIterationValue value : histogram.toHistogram().recordedValues()) {
            scaled.recordValueWithCount(
                    Math.round(value.getValueIteratedTo() * factor),
                    value.getCountAtValueIteratedTo());
        }
        return SparseHistogram.of(scaled);
    }

    /** The same requests, some of which ended otherwise. */
    public static Tally ended(Tally tally, long otherwise, Outcome as) {
        return new Tally(
                tally.planned(),
                tally.sent(),
                tally.unsent(),
                Map.of(Outcome.CORRECT, tally.sent() - otherwise, as, otherwise),
                0,
                tally.doneInside(),
                tally.correctInside() - otherwise,
                tally.bytesInside(),
                tally.bodyBytes() / tally.sent() * (tally.sent() - otherwise),
                0,
                0);
    }

    /** As many requests as before, and as many again that were never sent. */
    public static Tally withUnsent(Tally tally, long unsent, Unsent reason) {
        return new Tally(
                tally.planned() + unsent,
                tally.sent(),
                Map.of(reason, unsent),
                tally.outcomes(),
                0,
                tally.doneInside(),
                tally.correctInside(),
                tally.bytesInside(),
                tally.bodyBytes(),
                0,
                0);
    }

    public static ScenarioResult result(BundleContent content, String specimen, String workload) {
        return Judge.weigh(content).scenario(specimen, workload).orElseThrow();
    }

    /** Rules that made any figure or tare cost of the scenario worse than valid. */
    public static Set<Integer> alarms(ScenarioResult result) {
        Set<Integer> rules = new TreeSet<>();
        Stream.concat(result.figures().values().stream(), result.tareCosts().values().stream())
                .flatMap(figure -> figure.reasons().stream())
                .filter(reason -> reason.verdict() != Verdict.VALID)
                .forEach(reason -> rules.add(reason.rule()));
        return rules;
    }

    /** Alarms of the planted bundle that the healthy one does not raise. */
    public static Set<Integer> newAlarms(BundleContent planted, String specimen, String workload) {
        Set<Integer> rules = alarms(result(planted, specimen, workload));
        rules.removeAll(alarms(HEALTHY.scenario(specimen, workload).orElseThrow()));
        return rules;
    }

    public static Figure figure(ScenarioResult result, FigureKind kind) {
        return result.figure(kind).orElseThrow();
    }

    public static Figure cost(ScenarioResult result, FigureKind kind) {
        return result.tareCost(kind).orElseThrow();
    }

    /** All sentences about a figure, joined. */
    public static String sentences(Figure figure) {
        return String.join("; ", figure.reasons().stream().map(Reason::sentence).toList());
    }

    public static String remarks(ScenarioResult result) {
        return String.join("; ", result.remarks().stream().map(Reason::sentence).toList());
    }
}

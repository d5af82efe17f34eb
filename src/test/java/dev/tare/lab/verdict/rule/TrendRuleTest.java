package dev.tare.lab.verdict.rule;

import static dev.tare.lab.bundle.SyntheticBundle.CLOSED;
import static dev.tare.lab.bundle.SyntheticBundle.OPEN;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tare.base.histogram.SparseHistogram;
import dev.tare.lab.bundle.BundleContent;
import dev.tare.lab.bundle.BundleContent.SliceHistograms;
import dev.tare.lab.bundle.SliceRecord;
import dev.tare.lab.bundle.SyntheticBundle;
import dev.tare.lab.bundle.Usage;
import dev.tare.lab.verdict.Figure;
import dev.tare.lab.verdict.FigureKind;
import dev.tare.lab.verdict.Reason;
import dev.tare.lab.verdict.ScenarioResult;
import dev.tare.lab.verdict.Weighing;
import dev.tare.lab.verdict.judge.Judge;
import dev.tare.lab.verdict.judge.Planted;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntToDoubleFunction;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.HistogramIterationValue;
import org.junit.jupiter.api.Test;

final class TrendRuleTest {
    private static final int BLOCKS = 12;

    private static BundleContent quiet() {
        return new SyntheticBundle(3)
                .specimen("envoy", 31_000, 120_000)
                .blocks(BLOCKS)
                .spread(0.02, 0.02)
                .distinctValues(40)
                .content();
    }

    /** The specimen's times and CPU multiplied by a factor for each slice of the run. */
    private static BundleContent slowed(BundleContent content, IntToDoubleFunction factorAt) {
        return SyntheticBundle.mapBlocks(
                content,
                block -> {
                    int slices = block.blockRecord().slices().size();
                    List<SliceRecord> records = new ArrayList<>();
                    List<SliceHistograms> histograms = new ArrayList<>();
                    for (int i = 0; i < slices; i++) {
                        SliceRecord slice = block.blockRecord().slices().get(i);
                        SliceHistograms old = block.sliceHistograms().get(i);
                        boolean slower = slice.specimen().equals("envoy");
                        int at = block.blockRecord().index() * slices + i;
                        double factor = slower ? factorAt.applyAsDouble(at) : 1;
                        records.add(withCpu(slice, factor));
                        histograms.add(
                                new SliceHistograms(
                                        scaled(old.responseTime(), factor),
                                        scaled(old.serviceTime(), factor),
                                        old.sendLag(),
                                        old.connectTime()));
                    }
                    return new BundleContent.Block(
                            SyntheticBundle.withSlices(block.blockRecord(), records), histograms);
                });
    }

    private static SliceRecord withCpu(SliceRecord slice, double factor) {
        Usage usage = slice.specimenUsage();
        return SyntheticBundle.withSpecimenUsage(
                slice,
                new Usage(
                        usage.visible(),
                        Math.round(usage.cpuNs() * factor),
                        usage.windowNs(),
                        usage.peakResidentBytes(),
                        usage.processes(),
                        usage.runDelayNs()));
    }

    private static SparseHistogram scaled(SparseHistogram histogram, double factor) {
        Histogram scaled = SyntheticBundle.histogram();
        for (HistogramIterationValue value : histogram.toHistogram().recordedValues()) {
            scaled.recordValueWithCount(
                    Math.round(value.getValueIteratedTo() * factor),
                    value.getCountAtValueIteratedTo());
        }
        return SparseHistogram.of(scaled);
    }

    private static String ofRule7(Figure figure) {
        return String.join(
                "; ",
                figure.reasons().stream()
                        .filter(reason -> reason.rule() == 7)
                        .map(Reason::sentence)
                        .toList());
    }

    @Test
    void aDriftOfOnePercentASliceIsSeenInTheFiguresAndInTheCosts() {
        BundleContent drifting = slowed(quiet(), at -> Math.pow(1.01, at));
        ScenarioResult open = Planted.result(drifting, "envoy", OPEN);
        assertThat(ofRule7(Planted.figure(open, FigureKind.RESPONSE_TIME_P50)))
                .contains("it rose by");
        assertThat(ofRule7(Planted.cost(open, FigureKind.RESPONSE_TIME_P50)))
                .contains("it rose by");
        assertThat(ofRule7(Planted.cost(open, FigureKind.CPU_PER_REQUEST))).contains("it rose by");
    }

    @Test
    void aStepInMidRunIsSeenWithItsPlace() {
        int slices = quiet().blocks().getFirst().blockRecord().slices().size();
        BundleContent stepped = slowed(quiet(), at -> at < 7 * slices ? 1 : 1.3);
        ScenarioResult closed = Planted.result(stepped, "envoy", CLOSED);
        assertThat(ofRule7(Planted.cost(closed, FigureKind.CPU_PER_REQUEST)))
                .contains("it stepped up by")
                .contains("after 7 of 12 blocks, more than its interval");
    }

    @Test
    void aMachineThatDriftsForAllAlikeLeavesTheCostsInPeace() {
        Weighing weighing = Judge.weigh(quiet());
        Figure cost =
                Planted.cost(
                        weighing.scenario("envoy", OPEN).orElseThrow(),
                        FigureKind.RESPONSE_TIME_P50);
        assertThat(ofRule7(cost)).isEmpty();
    }

    /** One in a hundred whole runs by design: more than 5 of 100 happen less than once in 10^3. */
    @Test
    void fewerThanOneHealthyRunInAHundredIsCalledUnsteady() {
        int alarms = 0;
        for (int seed = 0; seed < 100; seed++) {
            Weighing weighing =
                    Judge.weigh(
                            new SyntheticBundle(seed)
                                    .specimen("envoy", 31_000, 120_000)
                                    .blocks(8)
                                    .distinctValues(10)
                                    .content());
            boolean any =
                    weighing.scenarios().stream()
                            .anyMatch(result -> Planted.alarms(result).contains(7));
            alarms += any ? 1 : 0;
        }
        assertThat(alarms).isLessThanOrEqualTo(5);
    }
}

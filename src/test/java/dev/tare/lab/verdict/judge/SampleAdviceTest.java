package dev.tare.lab.verdict.judge;

import static dev.tare.lab.bundle.SyntheticBundle.OPEN;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tare.base.histogram.SparseHistogram;
import dev.tare.lab.bundle.BundleContent;
import dev.tare.lab.bundle.SyntheticBundle;
import dev.tare.lab.verdict.Advice;
import dev.tare.lab.verdict.Figure;
import dev.tare.lab.verdict.FigureKind;
import dev.tare.lab.verdict.ScenarioResult;
import org.junit.jupiter.api.Test;

final class SampleAdviceTest {
    private static SyntheticBundle noisy(int seed) {
        return new SyntheticBundle(seed)
                .specimen("envoy", 31_000, 120_000)
                .spread(0.15, 0.02)
                .distinctValues(40);
    }

    @Test
    void aFigureThatIsKnownWellEnoughNeedsNone() {
        BundleContent content =
                new SyntheticBundle(5)
                        .specimen("envoy", 31_000, 120_000)
                        .spread(0.01, 0.01)
                        .content();
        ScenarioResult result = Planted.result(content, "envoy", OPEN);
        assertThat(Planted.figure(result, FigureKind.RESPONSE_TIME_P50).advice()).isEmpty();
        assertThat(Planted.cost(result, FigureKind.CPU_PER_REQUEST).advice()).isEmpty();
    }

    /** The promise is kept: with as many blocks as are asked for the margin is about 5 %. */
    @Test
    void asManyBlocksAsAreAskedForBringTheMarginToFivePercent() {
        ScenarioResult few = Planted.result(noisy(6).blocks(8).content(), "envoy", OPEN);
        Figure before = Planted.figure(few, FigureKind.CPU_PER_REQUEST);
        Advice advice = before.advice().orElseThrow();
        assertThat(advice.blocks()).isBetween(20, 120);
        assertThat(advice.sentence())
                .startsWith("for ±5 % of the CPU/request run ")
                .endsWith("(" + advice.blocks() + " blocks instead of 8)");
        BundleContent more = noisy(6).blocks(advice.blocks()).content();
        Figure after =
                Planted.figure(Planted.result(more, "envoy", OPEN), FigureKind.CPU_PER_REQUEST);
        double margin = after.interval().orElseThrow().halfWidth() / after.value();
        assertThat(margin).isBetween(0.03, 0.075);
    }

    @Test
    void theTimeIsThatOfTheBlocksThatAreMissing() {
        BundleContent content = noisy(6).blocks(8).content();
        Advice advice =
                Planted.figure(Planted.result(content, "envoy", OPEN), FigureKind.CPU_PER_REQUEST)
                        .advice()
                        .orElseThrow();
        double blockSec =
                content.blocks().stream()
                        .mapToDouble(block -> {
                            var slices = block.blockRecord().slices();
                            return (slices.getLast().endNs() - slices.getFirst().startNs()) / 1e9;
                        })
                        .average()
                        .orElseThrow();
        assertThat(advice.moreSec() / ((advice.blocks() - 8) * blockSec)).isBetween(0.999, 1.001);
    }

    /** 6 blocks of two slices of 100 requests are 1,200; p99.9 needs 3,688: 19 such blocks. */
    @Test
    void aPercentileThatIsNotPrintedSaysHowManyBlocksItNeeds() {
        SyntheticBundle small = new SyntheticBundle(6).specimen("envoy", 31_000, 1).blocks(6);
        BundleContent content =
                Planted.tallies(
                        Planted.histograms(
                                small.content(),
                                Planted.of("envoy", OPEN),
                                all ->
                                        new BundleContent.SliceHistograms(
                                                few(), few(), few(), all.connectTime())),
                        Planted.of("envoy", OPEN),
                        tally -> SyntheticBundle.tally(100, 25_000, 10_000));
        Figure missing =
                Planted.figure(
                        Planted.result(content, "envoy", OPEN), FigureKind.RESPONSE_TIME_P999);
        assertThat(missing.value()).isNaN();
        assertThat(missing.advice().orElseThrow().blocks()).isEqualTo(19);
        assertThat(missing.advice().orElseThrow().sentence())
                .startsWith("for the p99.9, which needs 3,688 requests, run ")
                .endsWith("(19 blocks instead of 6)");
    }

    private static SparseHistogram few() {
        org.HdrHistogram.Histogram histogram = SyntheticBundle.histogram();
        histogram.recordValueWithCount(150_000, 100);
        return SparseHistogram.of(histogram);
    }

    @Test
    void whatDriftsIsPromisedNothing() {
        BundleContent content = noisy(6).blocks(12).spread(0.02, 0.02).content();
        BundleContent drifting =
                SyntheticBundle.mapBlocks(
                        content,
                        block ->
                                new BundleContent.Block(
                                        SyntheticBundle.withSlices(
                                                block.blockRecord(),
                                                block.blockRecord().slices().stream()
                                                        .map(slice ->
                                                                SampleAdviceTest.dearer(
                                                                        slice,
                                                                        block.blockRecord()
                                                                                .index()))
                                                        .toList()),
                                        block.sliceHistograms()));
        Advice advice =
                Planted.figure(Planted.result(drifting, "envoy", OPEN), FigureKind.CPU_PER_REQUEST)
                        .advice()
                        .orElseThrow();
        assertThat(advice.helps()).isFalse();
        assertThat(advice.sentence())
                .isEqualTo(
                        "no longer run is promised to reach ±5 % of the CPU/request: it drifts over"
                                + " the run");
    }

    private static dev.tare.lab.bundle.SliceRecord dearer(
            dev.tare.lab.bundle.SliceRecord slice, int block) {
        var usage = slice.specimenUsage();
        return SyntheticBundle.withSpecimenUsage(
                slice,
                new dev.tare.lab.bundle.Usage(
                        usage.visible(),
                        Math.round(usage.cpuNs() * Math.pow(1.05, block)),
                        usage.windowNs(),
                        usage.peakResidentBytes(),
                        usage.processes(),
                        usage.runDelayNs()));
    }
}

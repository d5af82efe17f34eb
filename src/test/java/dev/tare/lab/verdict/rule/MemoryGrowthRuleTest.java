package dev.tare.lab.verdict.rule;

import static dev.tare.lab.bundle.SyntheticBundle.CLOSED;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tare.lab.bundle.BundleContent;
import dev.tare.lab.bundle.SliceRecord;
import dev.tare.lab.bundle.SyntheticBundle;
import dev.tare.lab.bundle.Usage;
import dev.tare.lab.verdict.Figure;
import dev.tare.lab.verdict.FigureKind;
import dev.tare.lab.verdict.Verdict;
import dev.tare.lab.verdict.judge.Planted;
import java.util.function.LongUnaryOperator;
import org.junit.jupiter.api.Test;

final class MemoryGrowthRuleTest {
    private static final long MB = 1_000_000;

    @Test
    void aPeakThatGrowsToTheEndIsTainted() {
        BundleContent growing = withPeaks(block -> (100 + 10 * block) * MB);
        Figure peak =
                Planted.figure(Planted.result(growing, "envoy", CLOSED), FigureKind.PEAK_MEMORY);

        assertThat(Planted.newAlarms(growing, "envoy", CLOSED)).containsExactly(7);
        assertThat(peak.verdict()).isEqualTo(Verdict.TAINTED);
        assertThat(Planted.sentences(peak))
                .isEqualTo(
                        "it grew in every block of the second half, from 150 MB to 210 MB: it"
                                + " depends on how long the run is");
    }

    @Test
    void aPeakThatHasSettledIsNot() {
        BundleContent settled = withPeaks(block -> (100 + 10 * Math.min(block, 8)) * MB);

        assertThat(Planted.newAlarms(settled, "envoy", CLOSED)).isEmpty();
    }

    @Test
    void aLittleGrowthIsNotWorthAWord() {
        BundleContent slow = withPeaks(block -> (100 + block) * MB);

        assertThat(Planted.newAlarms(slow, "envoy", CLOSED)).isEmpty();
    }

    /** Twelve blocks, whose peaks are {@code bytes} of their index. */
    private static BundleContent withPeaks(LongUnaryOperator bytes) {
        return Planted.records(
                Planted.healthy(),
                block ->
                        SyntheticBundle.withSlices(
                                block,
                                block.slices().stream()
                                        .map(slice ->
                                                withPeak(slice, bytes.applyAsLong(block.index())))
                                        .toList()));
    }

    private static SliceRecord withPeak(SliceRecord slice, long bytes) {
        Usage usage = slice.specimenUsage();
        return SyntheticBundle.withSpecimenUsage(
                slice,
                new Usage(
                        usage.visible(),
                        usage.cpuNs(),
                        usage.windowNs(),
                        bytes,
                        usage.processes(),
                        usage.runDelayNs()));
    }
}

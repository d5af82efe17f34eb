package dev.tare.lab.verdict.rule;

import static dev.tare.lab.bundle.SyntheticBundle.CLOSED;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tare.base.core.Tally;
import dev.tare.lab.bundle.BundleContent;
import dev.tare.lab.bundle.BundleContent.SliceHistograms;
import dev.tare.lab.bundle.SliceRecord;
import dev.tare.lab.bundle.SyntheticBundle;
import dev.tare.lab.verdict.FigureKind;
import dev.tare.lab.verdict.judge.Planted;
import java.util.function.Predicate;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;

/** What {@link RulesTest} does not try of Little's law. */
final class LittlesLawRuleTest {
    @Test
    void aClosedLoopWhoseConnectionsAllHangBreaksTheLaw() {
        BundleContent hung = withHungSlices(2);

        assertThat(Planted.newAlarms(hung, "envoy", CLOSED)).contains(10);
        assertThat(
                        Planted.sentences(
                                Planted.figure(
                                        Planted.result(hung, "envoy", CLOSED),
                                        FigureKind.RESPONSE_TIME_P50)))
                .contains("rate × mean time is 0 in flight, with 64 connections");
    }

    @Test
    void oneOfManySlicesMayHang() {
        assertThat(Planted.newAlarms(withHungSlices(12), "envoy", CLOSED)).doesNotContain(10);
    }

    /** In every {@code every}th slice of envoy no request begins while measuring. */
    private static BundleContent withHungSlices(int every) {
        Predicate<SliceRecord> ofEnvoy = Planted.of("envoy", CLOSED);
        BundleContent healthy = Planted.healthy();
        Histogram nothing = SyntheticBundle.histogram();
        BundleContent content = healthy;
        for (BundleContent.Block block : healthy.blocks()) {
            if (block.blockRecord().index() % every != 0) {
                continue;
            }
            Predicate<SliceRecord> here =
                    slice -> ofEnvoy.test(slice) && block.blockRecord().slices().contains(slice);
            content =
                    Planted.histograms(
                            content,
                            here,
                            _ -> new SliceHistograms(nothing, nothing, nothing, nothing));
            content =
                    Planted.slices(
                            content,
                            here,
                            slice -> SyntheticBundle.withMeasured(slice, Tally.EMPTY));
        }
        return content;
    }
}

package dev.tare.lab.bundle;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tare.base.histogram.HistogramLayout;
import dev.tare.base.histogram.SparseHistogram;
import java.io.ByteArrayInputStream;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.HdrHistogram.EncodableHistogram;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.HistogramLogReader;
import org.junit.jupiter.api.Test;

final class HistogramLogTest {
    private final BundleContent.Block block =
            new SyntheticBundle(3)
                    .specimen("envoy", 31_000, 120_000)
                    .blocks(1)
                    .content()
                    .blocks()
                    .getFirst();

    @Test
    void hdrHistogramsOwnReaderReadsEveryLineWithItsTag() {
        byte[] bytes = HistogramLog.write(block.blockRecord(), block.sliceHistograms());
        Map<String, Histogram> found = new HashMap<>();
        HistogramLogReader reader = new HistogramLogReader(new ByteArrayInputStream(bytes));
        for (EncodableHistogram next = reader.nextIntervalHistogram();
                next != null;
                next = reader.nextIntervalHistogram()) {
            found.put(next.getTag(), (Histogram) next);
        }
        assertThat(found).hasSize(4 * block.sliceHistograms().size());
        assertThat(found.get("3.response_time"))
                .isEqualTo(block.sliceHistograms().get(3).responseTime().toHistogram());
        assertThat(reader.getStartTimeSec()).isEqualTo(block.blockRecord().startedEpochNs() / 1e9);
    }

    @Test
    void equalHistogramsOfASliceAreReadOnce() throws Exception {
        SparseHistogram times = block.sliceHistograms().getFirst().responseTime();
        SparseHistogram lags = block.sliceHistograms().getFirst().sendLag();
        BundleContent.SliceHistograms closed =
                new BundleContent.SliceHistograms(times, times, lags, times);
        BlockRecord one =
                SyntheticBundle.withSlices(
                        block.blockRecord(), block.blockRecord().slices().subList(0, 1));
        BundleContent.SliceHistograms read =
                HistogramLog.read(Path.of("x"), HistogramLog.write(one, List.of(closed)), 1)
                        .getFirst();
        assertThat(read).isEqualTo(closed);
        assertThat(read.serviceTime()).isSameAs(read.responseTime());
    }

    @Test
    void histogramsOfTheFullLayoutComeBackEqual() throws Exception {
        Histogram full = HistogramLayout.newHistogram();
        full.recordValue(0);
        full.recordValue(63);
        full.recordValueWithCount(1_234_567, 1_000_000_000_000L);
        full.recordValue(HistogramLayout.HIGHEST_NS);
        BundleContent.SliceHistograms all =
                new BundleContent.SliceHistograms(full, full, full, HistogramLayout.newHistogram());
        BlockRecord one =
                SyntheticBundle.withSlices(
                        block.blockRecord(), block.blockRecord().slices().subList(0, 1));
        byte[] bytes = HistogramLog.write(one, List.of(all));
        assertThat(HistogramLog.read(Path.of("x"), bytes, 1)).containsExactly(all);
    }
}

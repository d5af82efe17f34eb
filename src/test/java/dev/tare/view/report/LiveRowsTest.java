package dev.tare.view.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tare.lab.bundle.BundleContent;
import dev.tare.view.report.LiveRows.Progress;
import dev.tare.view.report.LiveRows.Snapshot;
import dev.tare.view.text.TextStyle;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class LiveRowsTest {
    private static final TextStyle WIDE = TextStyle.plain(120);

    @Test
    void aRowPoolsTheBlocksThatAreThere() {
        BundleContent bundle = SampleWeighing.input().bundle();
        Optional<Snapshot> snapshot =
                Snapshot.of(bundle.manifest(), bundle.blocks().subList(0, 2), "nginx", "100b-open");

        assertThat(snapshot).isPresent();
        assertThat(LiveRows.provisional(snapshot.orElseThrow(), WIDE))
                .matches(
                        "provisional, 2 blocks: nginx 100b-open p50 \\d+ µs, p99 \\d+ µs,"
                                + " 6,000/s, CPU 2\\d\\.\\d µs/request");
    }

    @Test
    void nothingMeasuredIsNoRow() {
        BundleContent bundle = SampleWeighing.input().bundle();

        assertThat(Snapshot.of(bundle.manifest(), List.of(), "nginx", "100b-open")).isEmpty();
        assertThat(LiveRows.provisional(List.of(), WIDE)).isEmpty();
    }

    @Test
    void whatIsNotVisibleIsLeftOut() {
        Snapshot bare = new Snapshot("bare", "w", 1, 1_000, Double.NaN, 2e6, Double.NaN);

        assertThat(LiveRows.provisional(List.of(bare), WIDE))
                .isEqualTo("provisional, 1 block: bare w p50 –, p99 2.00 ms, 1,000/s\n");
    }

    @Test
    void progressTellsTheTimeLeft() {
        Progress progress =
                new Progress(71_200_000_000L, "block 3 of 8", "envoy", "16k-closed", 8_120, 12.1e6);

        assertThat(LiveRows.progress(progress, WIDE))
                .isEqualTo("1:12 left, block 3 of 8, envoy 16k-closed, 8,120/s, p99 12.1 ms");
    }

    @Test
    void progressWithoutFiguresIsShortAndNeverNegative() {
        Progress progress = new Progress(-5, "warm-up", "envoy", "w", Double.NaN, Double.NaN);
        Progress hours =
                new Progress(3_661_000_000_000L, "warm-up", "envoy", "w", Double.NaN, Double.NaN);

        assertThat(LiveRows.progress(progress, WIDE)).isEqualTo("0:00 left, warm-up, envoy w");
        assertThat(LiveRows.progress(hours, WIDE)).isEqualTo("1:01:01 left, warm-up, envoy w");
    }

    @Test
    void noLineIsWiderThanTheScreen() {
        String name = "x".repeat(200);
        Progress progress = new Progress(1, "warm-up", name, "w", 1, 1);

        assertThat(LiveRows.progress(progress, TextStyle.plain(60))).hasSize(60).endsWith("…");
        assertThat(LiveRows.progress(progress, new TextStyle(60, false, false)))
                .hasSize(60)
                .matches("[ -~]+");
    }
}

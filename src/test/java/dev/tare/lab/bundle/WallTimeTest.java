package dev.tare.lab.bundle;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

final class WallTimeTest {
    private static final long SECOND_NS = 1_000_000_000L;

    private final BundleContent content =
            new SyntheticBundle(5).specimen("envoy", 31_000, 120_000).blocks(2).content();

    @Test
    void everyPhaseOfEverySliceIsAddedUp() {
        int slices = 2 * 2 * 2 * 2;

        WallTime time = WallTime.of(content).orElseThrow();

        assertThat(time.leadNs()).isEqualTo(slices * 200_000_000L);
        assertThat(time.drainNs()).isEqualTo(slices * 10_000_000L);
        assertThat(time.measuredNs())
                .isEqualTo(
                        content.blocks().stream()
                                .flatMap(block -> block.blockRecord().slices().stream())
                                .mapToLong(SliceRecord::measuredNs)
                                .sum())
                .isPositive();
        assertThat(time.betweenNs()).isZero();
        assertThat(time.totalNs()).isEqualTo(time.leadNs() + time.drainNs() + time.measuredNs());
    }

    @Test
    void startAndWarmUpEndWhereTheNextPartBegins() {
        RoundRecord round = content.rounds().getFirst();
        long createdNs = content.manifest().createdEpochNs();
        RoundRecord later =
                new RoundRecord(
                        0,
                        createdNs + 4 * SECOND_NS,
                        round.specimens(),
                        round.warmUps(),
                        round.offeredRatesPerSec());
        BlockRecord last = content.blocks().getLast().blockRecord();
        BundleContent.Block block =
                new BundleContent.Block(last, content.blocks().getLast().sliceHistograms());
        BundleContent changed =
                new BundleContent(
                        content.manifest(), List.of(later), List.of(block), content.end());

        WallTime time = WallTime.of(changed).orElseThrow();

        assertThat(time.startNs()).isEqualTo(4 * SECOND_NS);
        assertThat(time.warmUpNs()).isEqualTo(56 * SECOND_NS);
    }

    @Test
    void withoutAWholeBlockNothingIsKnown() {
        BundleContent none =
                new BundleContent(content.manifest(), content.rounds(), List.of(), content.end());

        assertThat(WallTime.of(none)).isEmpty();
    }
}

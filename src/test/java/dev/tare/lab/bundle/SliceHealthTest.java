package dev.tare.lab.bundle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.tare.base.core.GeneratorHealth;
import dev.tare.base.core.Pauses;
import dev.tare.base.core.TcpSummary;
import dev.tare.base.core.Throttling;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SliceHealthTest {
    @TempDir private Path folder;

    private static SliceHealth health(long longestPauseNs, long delayedAcks) {
        return new SliceHealth(
                true,
                new GeneratorHealth(
                        1_000_000_000,
                        new Pauses(
                                longestPauseNs,
                                List.of(new Pauses.LengthClass(1 << 20, 2, 2_500_000))),
                        7_000_000,
                        12,
                        1,
                        3_000_000),
                Map.of(SliceHealth.SPECIMEN, new Throttling(10, 4, 90_000_000)),
                Map.of(1, 20_000_000L),
                -3_000_000_000L,
                List.of(
                        new SliceHealth.NetworkCounts(
                                List.of(SliceHealth.INSTRUMENT, SliceHealth.ORIGIN),
                                Map.of("DelayedACKs", delayedAcks, "ListenOverflows", 3L)),
                        new SliceHealth.NetworkCounts(
                                List.of(SliceHealth.SPECIMEN), Map.of("DelayedACKs", 1L))),
                new TcpSummary(16, 1_000, 2, 30_000, 90_000));
    }

    private BundleContent written(SliceHealth health) throws BundleException {
        BundleContent content =
                SyntheticBundle.mapSlices(
                        new SyntheticBundle(1).blocks(1).content(), slice -> slice.with(health));
        SyntheticBundle.write(content, folder.resolve("bundle"));
        return BundleReader.read(folder.resolve("bundle"));
    }

    @Test
    void aBundleKeepsWhatMayHaveSpoiledItsSlices() throws BundleException {
        SliceHealth health = health(1_500_000, 9);
        assertThat(written(health).blocks().getFirst().blockRecord().slices())
                .isNotEmpty()
                .allMatch(slice -> slice.health().equals(health));
        assertThat(health.counted("DelayedACKs")).isEqualTo(10);
        assertThat(health.counted("TCPTimeouts")).isZero();
    }

    @Test
    void numbersOutOfBoundsAreRefused() {
        for (SliceHealth wrong : List.of(health(-1, 9), health(1_500_000, 1L << 41))) {
            assertThatExceptionOfType(BundleException.class)
                    .isThrownBy(() -> written(wrong))
                    .withMessageContaining("out of bounds");
            folder = folder.resolve("next");
        }
    }
}

package dev.tare.lab.bundle;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/**
 * Bundles of every format version that ever was, committed, which must open for ever. They were
 * written by {@link #fixture}; to write a new one, run with {@code -Dtare.golden.renew=true} into a
 * folder that is not there yet. An existing one is never renewed.
 */
final class BundleFixturesTest {
    private static final Path V1 = Path.of("src/test/resources/bundles/v1-two-specimens");

    static BundleContent fixture() {
        return new SyntheticBundle(20_261_120)
                .specimen("envoy", 31_000, 120_000)
                .specimen("minivoy", 14_500, 60_000)
                .blocks(6)
                .content();
    }

    @Test
    void version1OpensForEver() throws Exception {
        if (Boolean.getBoolean("tare.golden.renew") && !Files.exists(V1)) {
            SyntheticBundle.write(fixture(), V1);
            Files.delete(V1.resolve(".lock"));
        }
        BundleContent read = BundleReader.read(V1);
        assertThat(read.manifest().formatVersion()).isEqualTo(1);
        assertThat(read.blocks()).hasSize(6);
        assertThat(read.complete()).isTrue();
        assertThat(read.manifest().seed()).isEqualTo(20_261_120);
        assertThat(read.manifest().plan().scale()).isEqualTo(1);
        assertThat(read.published()).isEmpty();
        assertThat(read.blocks().getFirst().blockRecord().protocols()).isEmpty();
        assertThat(read.blocks().getFirst().blockRecord().slices())
                .allMatch(slice -> slice.health().equals(SliceHealth.UNKNOWN));
        assertThat(read.end()).map(EndRecord::state).contains(EndRecord.State.COMPLETE);
        BundleContent.Block last = read.blocks().getLast();
        assertThat(last.blockRecord().slices()).hasSize(12);
        assertThat(last.sliceHistograms().get(4).responseTime().totalCount()).isEqualTo(4_000);
        assertThat(last.blockRecord().slices().get(4).measured().conserved()).isTrue();
    }
}

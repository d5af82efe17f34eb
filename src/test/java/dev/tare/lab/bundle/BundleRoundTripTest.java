package dev.tare.lab.bundle;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class BundleRoundTripTest {
    @TempDir Path folder;

    @Test
    void whatIsReadEqualsWhatWasWritten() throws Exception {
        BundleContent written =
                new SyntheticBundle(1)
                        .specimen("envoy", 31_000, 120_000)
                        .specimen("minivoy", 14_000, 60_000)
                        .content();
        SyntheticBundle.write(written, folder.resolve("b"));
        BundleContent read = BundleReader.read(folder.resolve("b"));
        assertThat(read).isEqualTo(written);
    }
}

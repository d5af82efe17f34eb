package dev.tare.lab.bundle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class CalibrationFileTest {
    @TempDir Path folder;

    @Test
    void whatIsWrittenIsRead() throws IOException {
        Path file = folder.resolve("new/folder/calibration.json");
        CalibrationRecord written = SampleCalibration.withSpread(3_000);

        CalibrationFile.write(file, written);

        assertThat(CalibrationFile.read(file)).contains(written);
    }

    @Test
    void aCalibrationWithoutAFloorIsReadToo() throws IOException {
        CalibrationRecord with = SampleCalibration.withSpread(3_000);
        CalibrationRecord without =
                new CalibrationRecord(
                        1,
                        "1.0",
                        "unknown",
                        1,
                        1,
                        with.scope(),
                        with.machine(),
                        Optional.empty(),
                        List.of(),
                        List.of());
        Path file = folder.resolve("calibration.json");

        CalibrationFile.write(file, without);

        assertThat(CalibrationFile.read(file)).contains(without);
    }

    @Test
    void noFileIsNoCalibration() throws IOException {
        assertThat(CalibrationFile.read(folder.resolve("none.json"))).isEmpty();
    }

    @Test
    void aNewerFormatIsRefused() throws IOException {
        assertRefused(json().replace("\"format_version\" : 1", "\"format_version\" : 2"), "newer");
    }

    @Test
    void whatIsCutShortIsRefused() throws IOException {
        String json = json();

        assertRefused(json.substring(0, json.length() / 2), "cut short");
    }

    @Test
    void aSpreadThatCannotBeIsRefused() throws IOException {
        assertRefused(
                json().replaceFirst("\"spread_ns\" : [0-9.]+", "\"spread_ns\" : -1"), "spread");
    }

    @Test
    void tooLargeAFileIsRefused() throws IOException {
        assertRefused(json() + " ".repeat(CalibrationFile.MAX_BYTES), "larger than");
    }

    @Test
    void anOlderBundleHasNone() throws IOException {
        Path bundle = Path.of("src/test/resources/bundles/v1-two-specimens");

        assertThat(BundleReader.read(bundle).calibration()).isEmpty();
    }

    @Test
    void aBundleKeepsTheOneItWasGivenFirst() throws IOException {
        SyntheticBundle synthetic = new SyntheticBundle(3).blocks(1).distinctValues(2);
        CalibrationRecord first = SampleCalibration.withSpread(3_000);
        Path bundle = folder.resolve("bundle");
        try (BundleWriter writer = BundleWriter.create(bundle, synthetic.manifest())) {
            assertThat(writer.hasCalibration()).isFalse();

            writer.bindCalibration(first);

            assertThat(writer.hasCalibration()).isTrue();
            assertThatThrownBy(() -> writer.bindCalibration(SampleCalibration.withSpread(9_000)))
                    .isInstanceOf(BundleException.class)
                    .hasMessageContaining("never overwritten");
        }

        assertThat(BundleReader.read(bundle).calibration()).contains(first);
    }

    private static String json() {
        return new String(
                CalibrationFile.toJson(SampleCalibration.withSpread(3_000)),
                StandardCharsets.UTF_8);
    }

    private void assertRefused(String text, String why) throws IOException {
        Path file = folder.resolve("calibration.json");
        Files.writeString(file, text);

        assertThatThrownBy(() -> CalibrationFile.read(file))
                .isInstanceOf(BundleException.class)
                .hasMessageContaining(file.toString())
                .hasMessageContaining(why)
                .message()
                .doesNotContain("\n");
    }
}

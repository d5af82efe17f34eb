package dev.tare.view.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tare.lab.bundle.CalibrationRecord;
import dev.tare.lab.bundle.CalibrationRecord.Machine;
import dev.tare.lab.bundle.SampleCalibration;
import dev.tare.view.text.TextStyle;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

final class DoctorTextTest {
    private static final Path GOLDEN = Path.of("src/test/resources/golden/doctor.txt");
    private static final CalibrationRecord SAMPLE = SampleCalibration.withSpread(3_000);

    @Test
    void theTextIsAsReviewed() throws IOException {
        String text = new DoctorText(TextStyle.plain(80)).render(SAMPLE, "Stored as FILE.");

        if (Boolean.getBoolean("tare.golden.renew")) {
            Files.writeString(GOLDEN, text);
        }
        assertThat(text).isEqualTo(Files.readString(GOLDEN));
    }

    @Test
    void asciiIsAscii() {
        String text = new DoctorText(new TextStyle(100, false, false)).render(SAMPLE, "Stored.");

        assertThat(text).matches("[\\n -~]+").contains("-> Stop what else runs here.");
    }

    @Test
    void whatAMachineCallsItselfCannotDriveTheTerminal() {
        Machine hostile = new Machine("0", "", "", "\u001b[2J", "0", "25", "epoll");

        String text =
                new DoctorText(TextStyle.plain(100)).render(SampleCalibration.of(hostile), "");

        assertThat(text).doesNotContain("\u001b");
    }
}

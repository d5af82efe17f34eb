package dev.tare.view.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tare.lab.bundle.BundleReader;
import dev.tare.lab.bundle.BundleWriter;
import dev.tare.lab.bundle.CalibrationFile;
import dev.tare.lab.bundle.CalibrationRecord;
import dev.tare.lab.bundle.CalibrationRecord.Scope;
import dev.tare.lab.bundle.SyntheticBundle;
import dev.tare.lab.calibrate.CalibrationStore;
import dev.tare.testing.SlowTest;
import dev.tare.testing.SocketTest;
import dev.tare.view.cli.shell.ExitCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class DoctorCommandTest {
    private static final long SECOND_NS = 1_000_000_000L;
    private static final long SHORT_NS = 5 * SECOND_NS;

    private final List<String> notes = new ArrayList<>();
    @TempDir Path folder;

    @Test
    void anUnknownFormatIsAFaultOfUsage() throws Exception {
        CommandFixture.Result result = CommandFixture.run(folder, "doctor", "--format", "xml");

        assertThat(result.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(result.err()).contains("\"xml\" is neither text nor json");
    }

    @Test
    @SlowTest
    @SocketTest
    void aMachineIsExaminedInASomeSecondsAndTheCalibrationIsStored() throws Exception {
        Process process = start("doctor", "--quick", "--format", "json");
        CommandFixture.Result result = CommandFixture.result(process, folder);

        assertThat(result.exitCode()).as(result.err()).isEqualTo(ExitCode.DONE);
        Path printed = folder.resolve("printed.json");
        Files.writeString(printed, result.out());
        CalibrationRecord calibration = CalibrationFile.read(printed).orElseThrow();
        assertThat(calibration.scope()).isEqualTo(Scope.QUICK);
        assertThat(calibration.floor()).isPresent();
        assertThat(calibration.injections()).hasSize(2);
        assertThat(calibration.checks()).hasSizeGreaterThan(15);
        CalibrationStore store = new CalibrationStore(folder.resolve("state/tare/doctor"));
        assertThat(store.find(calibration.tareVersion(), calibration.takenEpochNs()))
                .isEqualTo(new CalibrationStore.Usable(calibration));
        assertThat(bound(store, SHORT_NS)).contains(calibration);
        assertThat(notes).isEmpty();
    }

    @Test
    @SlowTest
    @SocketTest
    void aRunThatIsLongEnoughMeasuresItsFloorItself() throws IOException {
        Optional<CalibrationRecord> bound =
                bound(new CalibrationStore(folder.resolve("none")), 60 * SECOND_NS);

        assertThat(bound.orElseThrow().scope()).isEqualTo(Scope.FLOOR);
        assertThat(bound.orElseThrow().floor()).isPresent();
        assertThat(notes).hasSize(1);
        assertThat(notes.getFirst()).contains("none is stored", "its floor was measured now");
        assertThat(folder.resolve("none")).doesNotExist();
    }

    @Test
    @SocketTest
    void whatItHasStartedEndsWithIt() throws Exception {
        Process process = start("doctor", "--quick");
        List<Long> children = new ArrayList<>();
        while (children.size() < 3) {
            assertThat(process.isAlive()).isTrue();
            TimeUnit.MILLISECONDS.sleep(20);
            children = CommandFixture.descendants(process.pid());
        }

        process.destroy();
        CommandFixture.Result result = CommandFixture.result(process, folder);

        assertThat(result.exitCode()).isEqualTo(ExitCode.STOPPED);
        assertThat(result.err()).contains("stopped; nothing was stored");
        assertThat(children).noneMatch(CommandFixture::isAlive);
        assertThat(folder.resolve("state")).doesNotExist();
    }

    @Test
    void aRunTooShortForAFloorSaysWhatItLacks() throws IOException {
        Optional<CalibrationRecord> bound =
                bound(new CalibrationStore(folder.resolve("none")), SHORT_NS);

        assertThat(bound).isEmpty();
        assertThat(notes)
                .containsExactly(
                        "no calibration of this machine holds now (none is stored): ./tare doctor"
                                + " makes one.");
    }

    /** What a run that takes so long has in its bundle. */
    private Optional<CalibrationRecord> bound(CalibrationStore store, long totalNs)
            throws IOException {
        Path bundle = folder.resolve("bundle");
        try (BundleWriter writer = BundleWriter.create(bundle, new SyntheticBundle(1).manifest())) {
            new RunCalibration(store, notes::add).bind(writer, totalNs);
        }
        return BundleReader.read(bundle).calibration();
    }

    /** The state folder is one of the test's: nothing of the user's is read or written. */
    private Process start(String... words) throws IOException {
        return CommandFixture.startWithState(folder, folder.resolve("state"), words);
    }
}

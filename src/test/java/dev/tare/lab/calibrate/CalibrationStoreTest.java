package dev.tare.lab.calibrate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tare.lab.bundle.BundleException;
import dev.tare.lab.bundle.CalibrationRecord;
import dev.tare.lab.bundle.CalibrationRecord.Machine;
import dev.tare.lab.bundle.SampleCalibration;
import dev.tare.lab.calibrate.CalibrationStore.Unusable;
import dev.tare.lab.calibrate.CalibrationStore.Usable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class CalibrationStoreTest {
    private static final String VERSION = "1.0";
    private static final long NOW_EPOCH_NS = SampleCalibration.TAKEN_EPOCH_NS + 3_600_000_000_000L;

    @TempDir Path folder;
    private FakeMachine machine;
    private CalibrationStore store;

    @BeforeEach
    void setUp() throws IOException {
        machine =
                new FakeMachine(folder.resolve("root"))
                        .with("etc/machine-id", "3d1219c7\n")
                        .with("proc/sys/kernel/random/boot_id", "673e57bd\n")
                        .with("proc/sys/kernel/osrelease", "6.12.5\n")
                        .with("proc/cpuinfo", "model name : A processor\n");
        store = new CalibrationStore(folder.resolve("state/tare/doctor"));
    }

    @Test
    void whatIsStoredIsFoundOnTheSameMachine() throws IOException {
        CalibrationRecord stored = SampleCalibration.of(now());

        Path file = store.store(stored);

        assertThat(file).startsWith(store.folder());
        assertThat(find()).isEqualTo(new Usable(stored));
    }

    @Test
    void withNothingStoredThereIsNone() {
        assertThat(find()).isEqualTo(new Unusable("none is stored"));
    }

    @Test
    void anotherBootAnotherKernelAndOtherCoresDoNotHold() throws IOException {
        store.store(SampleCalibration.of(now()));
        Machine fewer = MachineIdentity.of(machine.files(), Set.of(0), "epoll");
        assertThat(find(fewer)).isEqualTo(new Unusable("it is of other cores, 0-1"));
        machine.with("proc/sys/kernel/osrelease", "6.13.0\n");
        assertThat(find()).isEqualTo(new Unusable("it is of another kernel"));
        machine.with("proc/sys/kernel/random/boot_id", "another\n");
        assertThat(find()).isEqualTo(new Unusable("it is of another boot"));
    }

    @Test
    void anotherMachineHasAFileOfItsOwn() throws IOException {
        store.store(SampleCalibration.of(now()));
        machine.with("etc/machine-id", "another\n");
        assertThat(find()).isEqualTo(new Unusable("none is stored"));
    }

    @Test
    void aDayLaterItIsTooOld() throws IOException {
        store.store(SampleCalibration.of(now()));

        long dayAfterEpochNs = SampleCalibration.TAKEN_EPOCH_NS + CalibrationStore.MAX_AGE_NS + 1;

        assertThat(store.find(now(), VERSION, dayAfterEpochNs))
                .isEqualTo(new Unusable("it is older than a day"));
    }

    @Test
    void anotherTareDoesNotHold() throws IOException {
        store.store(SampleCalibration.of(now()));

        assertThat(store.find(now(), "2.0", NOW_EPOCH_NS))
                .isEqualTo(new Unusable("it is of Tare 1.0"));
    }

    @Test
    void aBrokenFileIsSaidInALine() throws IOException {
        Path file = store.store(SampleCalibration.of(now()));
        Files.writeString(file, "{\"format_version\": 1, \"tare");

        assertThat(find())
                .isInstanceOfSatisfying(
                        Unusable.class,
                        unusable ->
                                assertThat(unusable.why())
                                        .contains(file.toString(), "cut short")
                                        .doesNotContain("\n"));
    }

    @Test
    void aNewerFormatIsSaidInALine() throws IOException {
        Path file = store.store(SampleCalibration.of(now()));
        Files.writeString(file, "{\"format_version\": 9}");

        assertThat(find())
                .isInstanceOfSatisfying(
                        Unusable.class, unusable -> assertThat(unusable.why()).contains("newer"));
    }

    @Test
    void aFolderThatCannotBeMadeIsSaidInALine() throws IOException {
        Path occupied = folder.resolve("occupied");
        Files.writeString(occupied, "");
        CalibrationStore nowhere = new CalibrationStore(occupied.resolve("doctor"));

        assertThatThrownBy(() -> nowhere.store(SampleCalibration.of(now())))
                .isInstanceOf(BundleException.class)
                .hasMessageContaining("could not be written")
                .message()
                .doesNotContain("\n");
    }

    @Test
    void theFolderIsTheUsersStateFolder() {
        assertThat(CalibrationStore.of(Optional.of("/state"), "/home/me").folder())
                .isEqualTo(Path.of("/state/tare/doctor"));
        assertThat(CalibrationStore.of(Optional.of("not/absolute"), "/home/me").folder())
                .isEqualTo(Path.of("/home/me/.local/state/tare/doctor"));
        assertThat(CalibrationStore.of(Optional.empty(), "/home/me").folder())
                .isEqualTo(Path.of("/home/me/.local/state/tare/doctor"));
    }

    private Machine now() {
        return MachineIdentity.of(machine.files(), Set.of(0, 1), "epoll");
    }

    private CalibrationStore.Found find() {
        return find(now());
    }

    private CalibrationStore.Found find(Machine on) {
        return store.find(on, VERSION, NOW_EPOCH_NS);
    }
}

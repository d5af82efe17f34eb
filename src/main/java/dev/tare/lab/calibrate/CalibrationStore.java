package dev.tare.lab.calibrate;

import dev.tare.lab.bundle.BundleException;
import dev.tare.lab.bundle.CalibrationFile;
import dev.tare.lab.bundle.CalibrationRecord;
import dev.tare.lab.bundle.CalibrationRecord.Machine;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Where calibrations are kept between runs: a file for each machine, for a home may be shared by
 * many. The newest replaces the one before.
 *
 * @param folder of the files; made when something is stored
 */
public record CalibrationStore(Path folder) {
    /** A calibration holds for a day: machines are not today what they were yesterday. */
    static final long MAX_AGE_NS = 24 * 3_600_000_000_000L;

    /** A clock that was set back by more than this makes an age that means nothing. */
    private static final long MAX_FUTURE_NS = 60_000_000_000L;

    /** What there is for a run to take. */
    public sealed interface Found {}

    /** One that holds for this machine now. */
    public record Usable(CalibrationRecord calibration) implements Found {}

    /**
     * None that holds.
     *
     * @param why a few words, such as {@code none is stored}
     */
    public record Unusable(String why) implements Found {}

    /**
     * This user's: {@code $XDG_STATE_HOME/tare/doctor}, or {@code ~/.local/state/tare/doctor}.
     *
     * @param stateHome value of {@code XDG_STATE_HOME}; one that is not absolute does not count
     * @param home of the user
     */
    public static CalibrationStore of(Optional<String> stateHome, String home) {
        Path state =
                stateHome
                        .filter(path -> path.startsWith("/"))
                        .map(Path::of)
                        .orElse(Path.of(home, ".local", "state"));
        return new CalibrationStore(state.resolve("tare").resolve("doctor"));
    }

    /**
     * Keeps a calibration, in the place of the last one of its machine.
     *
     * @return its file
     * @throws BundleException when it cannot be written, in one line
     */
    public Path store(CalibrationRecord calibration) throws BundleException {
        Path file = file(calibration.machine());
        CalibrationFile.write(file, calibration);
        return file;
    }

    /**
     * Looks for one that holds now. Never fails: a run goes on without.
     *
     * @param tareVersion of this program
     * @param nowEpochNs on the wall clock
     */
    public Found find(String tareVersion, long nowEpochNs) {
        return find(MachineIdentity.now(), tareVersion, nowEpochNs);
    }

    Found find(Machine machine, String tareVersion, long nowEpochNs) {
        Optional<CalibrationRecord> stored;
        try {
            stored = CalibrationFile.read(file(machine));
        } catch (BundleException e) {
            return new Unusable(String.valueOf(e.getMessage()));
        }
        if (stored.isEmpty()) {
            return new Unusable("none is stored");
        }
        CalibrationRecord calibration = stored.get();
        Optional<String> difference = MachineIdentity.difference(calibration.machine(), machine);
        if (difference.isPresent()) {
            return new Unusable(difference.get());
        }
        if (!calibration.tareVersion().equals(tareVersion)) {
            return new Unusable("it is of Tare " + calibration.tareVersion());
        }
        long ageNs = nowEpochNs - calibration.takenEpochNs();
        if (ageNs > MAX_AGE_NS || ageNs < -MAX_FUTURE_NS) {
            return new Unusable("it is older than a day");
        }
        return calibration.floor().isEmpty()
                ? new Unusable("it has no floor")
                : new Usable(calibration);
    }

    private Path file(Machine machine) {
        return folder.resolve(machine.key() + ".json");
    }
}

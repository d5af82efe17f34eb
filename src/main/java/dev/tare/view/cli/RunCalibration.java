package dev.tare.view.cli;

import dev.tare.base.time.EpochClock;
import dev.tare.lab.bundle.BundleException;
import dev.tare.lab.bundle.BundleWriter;
import dev.tare.lab.bundle.CalibrationRecord;
import dev.tare.lab.bundle.CalibrationRecord.Floor;
import dev.tare.lab.bundle.CalibrationRecord.Scope;
import dev.tare.lab.calibrate.CalibrationStore;
import dev.tare.lab.calibrate.CalibrationStore.Unusable;
import dev.tare.lab.calibrate.CalibrationStore.Usable;
import dev.tare.lab.calibrate.Doctor;
import dev.tare.lab.verdict.Words;
import dev.tare.view.cli.shell.BuildInfo;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Binds what is known of this machine as an instrument into a run's bundle: the stored calibration
 * if it holds, or else the floor alone, measured now where the run is long enough for that.
 *
 * <p>Thread-safety: one thread, but for {@link #stop}.
 */
final class RunCalibration {
    /** A floor takes some 3 s: a tenth of this. */
    private static final long LONG_ENOUGH_NS = 30_000_000_000L;

    private final CalibrationStore store;
    private final Consumer<String> notes;
    private volatile @Nullable Doctor measuring;

    /**
     * Binds from {@code store}.
     *
     * @param notes takes a sentence where there is something to say
     */
    RunCalibration(CalibrationStore store, Consumer<String> notes) {
        this.store = store;
        this.notes = notes;
    }

    /**
     * Binds what there is into {@code bundle}, unless it has a calibration already.
     *
     * @param totalNs how long the run will take
     * @throws BundleException when the bundle cannot be written
     */
    void bind(BundleWriter bundle, long totalNs) throws BundleException {
        if (bundle.hasCalibration()) {
            return;
        }
        switch (store.find(BuildInfo.version(), EpochClock.system().epochNs())) {
            case Usable usable -> bundle.bindCalibration(usable.calibration());
            case Unusable unusable -> {
                String none = "no calibration of this machine holds now (" + unusable.why() + "): ";
                if (totalNs < LONG_ENOUGH_NS) {
                    notes.accept(none + "./tare doctor makes one.");
                } else {
                    measure(bundle, none);
                }
            }
        }
    }

    /** Ends a floor that is being measured early. May be called by any thread. */
    void stop() {
        Doctor doctor = measuring;
        if (doctor != null) {
            doctor.stop();
        }
    }

    private void measure(BundleWriter bundle, String none) throws BundleException {
        Doctor doctor = new Doctor(Scope.FLOOR, BuildInfo.version(), BuildInfo.commit(), _ -> {});
        CalibrationRecord measured;
        measuring = doctor;
        try {
            measured = doctor.examine();
        } catch (InterruptedException e) {
            // Stopped by the user; the run itself sees that too.
            return;
        } finally {
            measuring = null;
        }
        if (measured.floor().isEmpty()) {
            notes.accept(none + "and its floor could not be measured.");
            return;
        }
        Floor floor = measured.floor().get();
        bundle.bindCalibration(measured);
        notes.accept(
                "%sits floor was measured now, %s; ./tare doctor looks at all of it."
                        .formatted(
                                none, Words.time(floor.p50().valueNs(), floor.p50().spreadNs())));
    }
}

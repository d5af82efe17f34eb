package dev.tare.view.report.content;

import dev.tare.base.core.QuantityText;
import dev.tare.lab.bundle.BundleContent;
import dev.tare.lab.bundle.CalibrationRecord;
import dev.tare.lab.bundle.CalibrationRecord.Floor;
import dev.tare.lab.bundle.CalibrationRecord.Scope;
import dev.tare.lab.verdict.Words;
import java.util.Optional;

/** The least that the instrument could see on the machine of a bundle, in one line. */
public final class FloorLine {
    private static final long MINUTE_NS = 60_000_000_000L;

    private FloorLine() {}

    /** The line; empty where the floor was not measured. */
    public static Optional<String> of(BundleContent content) {
        return content.calibration()
                .flatMap(calibration ->
                        calibration.floor().map(floor -> line(floor, when(content, calibration))));
    }

    private static String line(Floor floor, String when) {
        return ("Floor of this instrument here: response time %s (p99 %s) at %s with nothing in"
                        + " between, %s. A difference below the ± is not resolvable.")
                .formatted(
                        Words.time(floor.p50().valueNs(), floor.p50().spreadNs()),
                        Words.time(floor.p99().valueNs(), floor.p99().spreadNs()),
                        Words.rate(floor.offeredRatePerSec()),
                        when);
    }

    private static String when(BundleContent content, CalibrationRecord calibration) {
        long beforeNs = content.manifest().createdEpochNs() - calibration.takenEpochNs();
        if (calibration.scope() == Scope.FLOOR || beforeNs < MINUTE_NS) {
            return "measured at the start of the run";
        }
        return "measured %s before the run"
                .formatted(QuantityText.ofNs(beforeNs / MINUTE_NS * MINUTE_NS));
    }
}

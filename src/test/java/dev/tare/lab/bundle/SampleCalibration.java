package dev.tare.lab.bundle;

import dev.tare.lab.bundle.CalibrationRecord.Check;
import dev.tare.lab.bundle.CalibrationRecord.Floor;
import dev.tare.lab.bundle.CalibrationRecord.Grade;
import dev.tare.lab.bundle.CalibrationRecord.Injection;
import dev.tare.lab.bundle.CalibrationRecord.Machine;
import dev.tare.lab.bundle.CalibrationRecord.Repeated;
import dev.tare.lab.bundle.CalibrationRecord.Scope;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Calibrations as tests need them. */
public final class SampleCalibration {
    /** An hour before the bundles of {@link SyntheticBundle} begin. */
    public static final long TAKEN_EPOCH_NS = 1_763_596_400_000_000_000L;

    private static final Machine MACHINE =
            new Machine(
                    "0123456789abcdef",
                    "673e57bd-e35b-42bd-98e8-745b52546fca",
                    "6.12.5",
                    "A processor",
                    "0-3",
                    "25.0.1",
                    "io_uring");

    private SampleCalibration() {}

    /**
     * With a floor of 38 µs.
     *
     * @param spreadNs of the median; of p99 ten times that
     */
    public static CalibrationRecord withSpread(double spreadNs) {
        return of(MACHINE, spreadNs, List.of(stall(1.0), delay(1.0)));
    }

    /** With another floor. */
    public static CalibrationRecord withFloor(Floor floor) {
        CalibrationRecord other = withSpread(3_000);
        return new CalibrationRecord(
                other.formatVersion(),
                other.tareVersion(),
                other.commit(),
                other.takenEpochNs(),
                other.tookNs(),
                other.scope(),
                other.machine(),
                Optional.of(floor),
                other.injections(),
                other.checks());
    }

    /** With a floor of 38 ± 3 µs and these injections. */
    public static CalibrationRecord withInjections(Injection... injections) {
        return of(MACHINE, 3_000, List.of(injections));
    }

    /** Of that machine. */
    public static CalibrationRecord of(Machine machine) {
        return of(machine, 3_000, List.of(stall(1.0), delay(1.0)));
    }

    /** A stall of 0.4 s in 2 s, of which so much was seen as is due, times {@code seen}. */
    public static Injection stall(double seen) {
        return new Injection(Injection.Kind.STALL, 400_000_000, 380e6, 380e6 * seen, 7.6e6);
    }

    /** A delay of 20 ms, of which so much was seen as is due, times {@code seen}. */
    public static Injection delay(double seen) {
        return new Injection(Injection.Kind.DELAY, 20_000_000, 20e6, 20e6 * seen, 0.4e6);
    }

    private static CalibrationRecord of(
            Machine machine, double spreadNs, List<Injection> injections) {
        Floor floor =
                new Floor(
                        2_000,
                        12,
                        500_000_000,
                        12_000,
                        new Repeated(41_000, spreadNs),
                        new Repeated(38_000, spreadNs),
                        new Repeated(52_000, 2 * spreadNs),
                        new Repeated(120_000, 10 * spreadNs),
                        Optional.of(new Repeated(14_000, 500)));
        return new CalibrationRecord(
                CalibrationRecord.FORMAT_VERSION,
                "1.0",
                "unknown",
                TAKEN_EPOCH_NS,
                15_300_000_000L,
                Scope.FULL,
                machine,
                Optional.of(floor),
                injections,
                List.of(
                        new Check("clock", Grade.GOOD, "", "tsc", "", Map.of("read_ns", 23.0)),
                        new Check(
                                "gaps",
                                Grade.POOR,
                                "p99.9 below 2 ms",
                                "1 % of the time of busy threads was taken by others",
                                "Stop what else runs here.",
                                Map.of("lost_share", 0.01)),
                        new Check(
                                "frequency",
                                Grade.NOT_VISIBLE,
                                "",
                                "the governor is not visible",
                                "",
                                Map.of())));
    }
}

package dev.tare.lab.calibrate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.tare.base.time.NanoClock;
import dev.tare.lab.bundle.CalibrationRecord.Check;
import dev.tare.lab.bundle.CalibrationRecord.Floor;
import dev.tare.lab.bundle.CalibrationRecord.Grade;
import dev.tare.lab.bundle.CalibrationRecord.Injection;
import dev.tare.lab.bundle.CalibrationRecord.Repeated;
import dev.tare.lab.bundle.SampleCalibration;
import dev.tare.lab.experiment.BareStage;
import dev.tare.testing.SocketTest;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class FloorBenchTest {
    private static final long MS = 1_000_000L;

    @TempDir Path folder;

    /**
     * Real processes, short loads. Nothing timed is asserted but what noise can only add to: an
     * instrument that hides a stall or a delay sees less of it than there was.
     */
    @Test
    @SocketTest
    void theFloorIsMeasuredAndInjectionsAreSeen() throws Exception {
        FloorBench.Lengths lengths =
                new FloorBench.Lengths(200 * MS, 3, 200 * MS, 150 * MS, 600 * MS, 100 * MS);
        try (BareStage stage = BareStage.open(folder)) {
            FloorBench bench = new FloorBench(stage, NanoClock.system(), lengths);

            Floor floor = bench.floor();
            Injection stall = bench.stall(0);
            Injection delay = bench.delay(floor, 0);

            assertThat(floor.slices()).isEqualTo(3);
            assertThat(floor.requests()).isBetween(1L, 3L * 400);
            assertThat(floor.p50().valueNs()).isPositive();
            assertThat(floor.p99().valueNs()).isGreaterThanOrEqualTo(floor.p50().valueNs());
            assertThat(floor.instrumentCpu().orElseThrow().valueNs()).isPositive();
            assertThat(stall.expectedNs()).isEqualTo(150e6 - 0.01 * 600e6);
            assertThat(stall.seenNs()).isGreaterThan(0.9 * stall.expectedNs());
            assertThat(delay.expectedNs()).isEqualTo(20e6);
            assertThat(delay.seenNs() + floor.p50().valueNs()).isGreaterThan(19.9e6);
        }
    }

    /** Of normally distributed repeats the spread is the standard deviation. */
    @Test
    void theSpreadIsDeafToOneRepeatThatSomethingHit() {
        assertThat(FloorBench.repeated(10, 12, 11, 9, 1_000)).isEqualTo(new Repeated(11, 1.4826));
        assertThat(FloorBench.repeated(4, 8)).isEqualTo(new Repeated(6, 2 * 1.4826));
        assertThat(FloorBench.repeated(5, 5, 5).spreadNs()).isZero();
    }

    @Test
    void anInjectionThatWasMissedIsBadForResponseTimes() {
        Check check = BenchChecks.injection(SampleCalibration.stall(0.3));

        assertThat(check.grade()).isEqualTo(Grade.BAD);
        assertThat(check.finding())
                .isEqualTo("of 400 ms, once: p99 came out as 114 ms and should be 380 ms (−70 %)");
        assertThat(BenchChecks.injection(SampleCalibration.delay(1.01)).grade())
                .isEqualTo(Grade.GOOD);
        Injection coarse = new Injection(Injection.Kind.STALL, 400_000_000, 380e6, 390e6, 90e6);
        assertThat(BenchChecks.injection(coarse).grade()).isEqualTo(Grade.FAIR);
        assertThat(BenchChecks.injection(coarse).finding())
                .endsWith("gaps of this machine allow for ± 90.0 ms");
        assertThat(SampleCalibration.delay(1.5).errorNs()).isCloseTo(10e6, within(1.0));
    }

    @Test
    void theFloorIsGradedByItsSpread() {
        assertThat(grade(3_000)).isEqualTo(Grade.GOOD);
        assertThat(grade(8_000)).isEqualTo(Grade.FAIR);
        assertThat(grade(20_000)).isEqualTo(Grade.POOR);
        assertThat(grade(60_000)).isEqualTo(Grade.BAD);
    }

    private static Grade grade(double spreadNs) {
        Floor floor = SampleCalibration.withSpread(spreadNs).floor().orElseThrow();
        return BenchChecks.floor(floor).grade();
    }
}

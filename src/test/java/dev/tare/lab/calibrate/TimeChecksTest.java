package dev.tare.lab.calibrate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tare.base.time.NanoClock;
import dev.tare.lab.bundle.CalibrationRecord.Check;
import dev.tare.lab.bundle.CalibrationRecord.Grade;
import dev.tare.lab.calibrate.GapProbe.CoreGaps;
import dev.tare.lab.calibrate.WakeProbe.Lateness;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class TimeChecksTest {
    private static final String CLOCK = "sys/devices/system/clocksource/clocksource0/";

    @TempDir Path root;

    /** Of a clock that moves by 40 ns at every read, all is known. */
    @Test
    void theClocksCostAndStepAreFound() {
        AtomicLong nowNs = new AtomicLong();
        ClockProbe.Figures figures = ClockProbe.read(() -> nowNs.addAndGet(40));

        assertThat(figures).isEqualTo(new ClockProbe.Figures(40, 40, 40, 0));
        assertThat(clock(figures, 0).grade()).isEqualTo(Grade.GOOD);
    }

    @Test
    void aClockThatGoesBackIsBadForEverything() {
        AtomicLong reads = new AtomicLong();
        NanoClock broken = () -> reads.incrementAndGet() % 1_000 == 0 ? 0 : reads.get() * 40;

        ClockProbe.Figures figures = ClockProbe.read(broken);

        assertThat(figures.backward()).isPositive();
        assertThat(clock(figures, 0).grade()).isEqualTo(Grade.BAD);
    }

    @Test
    void aSlowSourceIsSaidWithTheOthersThatThereAre() throws IOException {
        new FakeMachine(root)
                .with(CLOCK + "current_clocksource", "hpet\n")
                .with(CLOCK + "available_clocksource", "tsc hpet acpi_pm\n");

        Check check = clock(new ClockProbe.Figures(700, 900, 70, 0), 0);

        assertThat(check.grade()).isEqualTo(Grade.POOR);
        assertThat(check.remedy()).contains("tsc hpet acpi_pm");
    }

    @Test
    void aWallClockThatWasSetIsSaid() {
        Check check = clock(new ClockProbe.Figures(40, 40, 1, 0), 60_000);

        assertThat(check.grade()).isEqualTo(Grade.POOR);
        assertThat(check.finding()).contains("60,000 ppm");
    }

    private Check clock(ClockProbe.Figures figures, double driftPpm) {
        return TimeChecks.clock(figures, kernel(), driftPpm);
    }

    @ParameterizedTest
    @CsvSource({"60000, GOOD", "300000, FAIR", "2000000, POOR", "9000000, BAD"})
    void lateWakeUpsAreGradedByTheirP99(long p99Ns, Grade expected) {
        WakeProbe.Figures figures =
                new WakeProbe.Figures(
                        "epoll",
                        new Lateness(20_000, p99Ns, 20_000_000),
                        new Lateness(70_000, 90_000, 100_000));

        assertThat(TimeChecks.wakeUps(figures, kernel()).grade()).isEqualTo(expected);
    }

    @Test
    void theWorstCoreDecidesOnGaps() {
        CoreGaps quiet = new CoreGaps(0, true, 1_000_000_000L, List.of(20_000L));
        CoreGaps busy = new CoreGaps(3, true, 1_000_000_000L, List.of(9_000_000L));

        Check check = TimeChecks.gaps(List.of(quiet, busy), kernel());

        assertThat(check.grade()).isEqualTo(Grade.BAD);
        assertThat(check.finding()).contains("8.00 ms (core 3)", "9.00 ms (core 3)");
        assertThat(check.figures()).containsEntry("core_0_wait_p999_us", 0.0);
        assertThat(TimeChecks.gaps(List.of(quiet), kernel()).grade()).isEqualTo(Grade.GOOD);
    }

    @ParameterizedTest
    @CsvSource({"0, GOOD", "0.005, FAIR", "0.03, POOR", "0.2, BAD"})
    void whatTheHypervisorTakesIsGraded(double share, Grade expected) {
        CoreFacts cores = CoreFacts.of(new FakeMachine(root).files(), Set.of(0));

        assertThat(TimeChecks.steal(share, cores).grade()).isEqualTo(expected);
    }

    @Test
    void aLimitThatHeldMeanwhileIsBad() {
        CgroupFacts before = new CgroupFacts(1.5, 7, 1_000_000, Long.MAX_VALUE);
        CgroupFacts after = new CgroupFacts(1.5, 9, 81_000_000, Long.MAX_VALUE);

        Check check = TimeChecks.throttling(before, after);

        assertThat(check.grade()).isEqualTo(Grade.BAD);
        assertThat(check.finding())
                .isEqualTo("a limit of 1.50 cores; throttled in 2 periods, 80.0 ms in all");
        assertThat(TimeChecks.throttling(before, before).grade()).isEqualTo(Grade.FAIR);
        assertThat(TimeChecks.throttling(CgroupFacts.NONE, CgroupFacts.NONE).grade())
                .isEqualTo(Grade.GOOD);
    }

    @Test
    void listsOfCoresAreShort() {
        assertThat(TimeChecks.list(Set.of(0, 1, 2, 8, 10, 11))).isEqualTo("0-2,8,10-11");
        assertThat(TimeChecks.list(Set.of())).isEmpty();
    }

    private KernelFacts kernel() {
        return KernelFacts.of(new FakeMachine(root).files());
    }
}

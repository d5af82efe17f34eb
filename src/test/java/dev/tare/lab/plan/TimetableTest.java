package dev.tare.lab.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class TimetableTest {
    private static final List<String> ALL = List.of("haproxy", "nginx", "envoy");

    @Test
    void theBuiltInPlanTakesAboutTwoMinutes() {
        Timetable timetable = Timetable.of(BuiltInPlan.of(ALL, false));

        assertThat(timetable.totalNs()).isBetween(100_000_000_000L, 130_000_000_000L);
    }

    @Test
    void theQuickPlanTakesUnderFortySecondsAndHasSixBlocks() {
        Timetable timetable = Timetable.of(BuiltInPlan.of(ALL, true));

        assertThat(timetable.totalNs()).isLessThan(40_000_000_000L);
        assertThat(timetable.blocks()).isEqualTo(6);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 6, 100, 10_000})
    void slicesNeverGetShorterThanIsUseful(int blocks) {
        Plan builtIn = BuiltInPlan.of(ALL, false);
        Plan plan =
                new Plan(
                        "p",
                        builtIn.specimens(),
                        builtIn.workloads(),
                        blocks,
                        builtIn.durationNs(),
                        1);

        Timetable timetable = Timetable.of(plan);

        assertThat(timetable.measuredNs()).isGreaterThanOrEqualTo(120_000_000);
        assertThat(timetable.leadNs()).isBetween(60_000_000L, 200_000_000L);
    }
}

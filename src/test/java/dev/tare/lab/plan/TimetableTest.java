package dev.tare.lab.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;

import java.nio.file.Files;
import java.nio.file.Path;
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

    @Test
    void aPlansOwnWarmUpIsTakenFromTheSlices() throws Exception {
        String text = "duration: 10m\nspecimens: [bare, minivoy]\n";
        Plan silent = PlanReader.read(text, "plan.yaml", BuiltInPlan.of(ALL, false));
        Plan longer =
                PlanReader.read(text + "warm-up: 3m\n", "plan.yaml", BuiltInPlan.of(ALL, false));

        assertThat(Timetable.of(silent).warmUpNs()).isEqualTo(25_000_000_000L);
        assertThat(Timetable.of(longer).warmUpNs()).isEqualTo(180_000_000_000L);
        assertThat(Timetable.of(longer).measuredNs()).isLessThan(Timetable.of(silent).measuredNs());
        assertThat(Timetable.of(longer).totalNs())
                .isCloseTo(Timetable.of(silent).totalNs(), withinPercentage(1));
    }

    @Test
    void aWorkloadsOwnSlicesAreTakenFromTheOthers() throws Exception {
        String text =
                """
                duration: 2m
                blocks: 6
                specimens: [bare, minivoy]
                workloads:
                  - {name: a, path: /}
                  - {name: b, path: /, slice: 2s}
                """;
        Plan plan = PlanReader.read(text, "plan.yaml", BuiltInPlan.of(ALL, false));
        Timetable timetable = Timetable.of(plan);

        assertThat(timetable.measuredNs(plan.workloads().get(1))).isEqualTo(2_000_000_000L);
        assertThat(timetable.measuredNs(plan.workloads().get(0))).isEqualTo(timetable.measuredNs());
        assertThat(timetable.totalNs()).isBetween(110_000_000_000L, 121_000_000_000L);
    }

    @Test
    void theNotebooksPlanTakesTenMinutesAtATenth() throws Exception {
        Path file = Path.of("plans/minivoy-vs-envoy.yaml");
        Plan plan =
                PlanReader.read(
                        Files.readString(file), file.toString(), BuiltInPlan.of(ALL, false));

        assertThat(Timetable.of(PlanScale.apply(plan, 0.1)).totalNs())
                .isBetween(500_000_000_000L, 610_000_000_000L);
        assertThat(Timetable.of(plan).totalNs()).isLessThan(6_100_000_000_000L);
    }
}

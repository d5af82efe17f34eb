package dev.tare.lab.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tare.base.core.AnswerCheck;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class PlanScaleTest {
    private static Plan plan(String workload) throws PlanException {
        return PlanReader.read(
                "duration: 10m\nspecimens: [bare, minivoy]\nworkloads: [" + workload + "]",
                "plan.yaml",
                BuiltInPlan.of(List.of(), false));
    }

    @Test
    void timesAndLongBodiesBecomeSmallerAndTheCheckWithThem() throws Exception {
        Plan scaled = PlanScale.apply(plan("{name: a, bytes: 12716032, slice: 4s}"), 0.1);

        WorkloadSpec workload = scaled.workloads().getFirst();
        assertThat(scaled.durationNs()).isEqualTo(60_000_000_000L);
        assertThat(scaled.scale()).isEqualTo(0.1);
        assertThat(workload.request().target()).isEqualTo("/byte/1271603");
        assertThat(workload.check()).isEqualTo(AnswerCheck.okWithLength(1_271_603));
        assertThat(workload.sliceNs()).isEqualTo(400_000_000);
    }

    @Test
    void whatThePlanIsAboutStays() throws Exception {
        Plan before = plan("{name: a, bytes: 16384, connections: 2500, rate: 50/s, timeout: 9s}");
        Plan scaled = PlanScale.apply(before, 0.01);

        assertThat(scaled.workloads()).isEqualTo(before.workloads());
        assertThat(scaled.specimens()).isEqualTo(before.specimens());
        assertThat(scaled.blocks()).isEqualTo(before.blocks());
        assertThat(scaled.seed()).isEqualTo(before.seed());
    }

    /** What a program compiles when it is hot does not depend on how long it is measured. */
    @Test
    void aWarmUpStaysAsLong() throws Exception {
        Plan before =
                PlanReader.read(
                        "duration: 10h\nwarm-up: 4m",
                        "plan.yaml",
                        BuiltInPlan.of(List.of(), false));

        assertThat(PlanScale.apply(before, 0.1).warmUpNs()).isEqualTo(240_000_000_000L);
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0.5, 0",
        "65536, 0.001, 65536",
        "65537, 0.5, 65536",
        "1000000, 0.5, 500000",
        "838860800, 1, 838860800"
    })
    void noBodyFallsBelow64Kib(long bytes, double factor, long expected) {
        assertThat(PlanScale.bytes(bytes, factor)).isEqualTo(expected);
    }

    @Test
    void aPathOfSomebodyElsesIsLeftAlone() throws Exception {
        Plan before = plan("{name: a, path: /byte/1000000x, check: {length: 1000000}}");

        assertThat(PlanScale.apply(before, 0.5).workloads()).isEqualTo(before.workloads());
    }

    @Test
    void aServiceOfTheUsersHasItsOwnPaths() throws Exception {
        Plan before =
                PlanReader.read(
                        "specimens: [{name: bare, url: 'http://127.0.0.1:1/'}, minivoy]\n"
                                + "workloads: [{name: a, path: /byte/1000000}]",
                        "plan.yaml",
                        BuiltInPlan.of(List.of(), false));

        assertThat(PlanScale.apply(before, 0.5).workloads()).isEqualTo(before.workloads());
    }

    @Test
    void neitherTheRunNorASliceBecomesUseless() throws Exception {
        Plan scaled = PlanScale.apply(plan("{name: a, bytes: 5, slice: 1s}"), 1e-6);

        assertThat(scaled.durationNs()).isEqualTo(Plan.MIN_DURATION_NS);
        assertThat(scaled.workloads().getFirst().sliceNs()).isEqualTo(WorkloadSpec.MIN_SLICE_NS);
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, -1, 1.01, Double.NaN, Double.POSITIVE_INFINITY})
    void anotherFactorIsRefused(double factor) throws Exception {
        Plan plan = plan("{name: a, bytes: 5}");

        assertThatThrownBy(() -> PlanScale.apply(plan, factor))
                .hasMessage("\"" + factor + "\" is no factor above 0, up to 1");
    }

    @Test
    void aPlanIsScaledOnce() throws Exception {
        Plan scaled = PlanScale.apply(plan("{name: a, bytes: 5}"), 0.5);

        assertThatThrownBy(() -> PlanScale.apply(scaled, 0.5))
                .hasMessageContaining("is scaled by 0.5 already");
    }
}

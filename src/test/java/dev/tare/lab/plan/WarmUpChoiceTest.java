package dev.tare.lab.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

final class WarmUpChoiceTest {
    private static List<String> warming(String workloads) throws Exception {
        String text = "specimens: [bare, minivoy]\nworkloads:\n" + workloads.indent(2);
        Plan plan = PlanReader.read(text, "plan.yaml", BuiltInPlan.of(List.of(), false));
        return WarmUpChoice.of(plan, plan.specimens().get(1)).stream()
                .map(WorkloadSpec::name)
                .toList();
    }

    @Test
    void theMostConnectionsAndTheLongestBodiesStandForAllClosedLoops() throws Exception {
        assertThat(
                        warming(
                                """
                                - {name: a, bytes: 100, connections: 10}
                                - {name: b, bytes: 100, connections: 20}
                                - {name: c, bytes: 9000, connections: 1}
                                - {name: d, bytes: 200, connections: 5}
                                """))
                .containsExactly("b", "c");
        assertThat(
                        warming(
                                """
                                - {name: a, bytes: 100, connections: 10}
                                - {name: b, bytes: 9000, connections: 20}
                                """))
                .containsExactly("b");
    }

    @Test
    void openLoopsAllWarmUp() throws Exception {
        assertThat(
                        warming(
                                """
                                - {name: a, bytes: 100, rate: 40% of slowest}
                                - {name: b, bytes: 100, connections: 2}
                                - {name: c, bytes: 100, rate: 100/s}
                                """))
                .containsExactly("a", "b", "c");
    }

    @Test
    void whatASpecimenIsNotGivenDoesNotWarmItUp() throws Exception {
        assertThat(
                        warming(
                                """
                                - {name: a, bytes: 100, connections: 10}
                                - {name: b, bytes: 900, connections: 20, specimens: [bare]}
                                """))
                .containsExactly("a");
    }
}

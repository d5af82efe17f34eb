package dev.tare.lab.experiment;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tare.lab.plan.BuiltInPlan;
import dev.tare.lab.plan.Plan;
import dev.tare.lab.plan.PlanReader;
import dev.tare.specimen.control.process.MachineLimits;
import java.util.List;
import org.junit.jupiter.api.Test;

final class ConnectionBudgetTest {
    private static ConnectionBudget budget(String bare, long openFiles, int ports)
            throws Exception {
        Plan plan =
                PlanReader.read(
                        """
                        specimens:
                          - %s
                          - {name: a, kind: nginx}
                          - {name: b, kind: haproxy}
                          - {name: c, kind: minivoy}
                        workloads:
                          - {name: few, path: /, connections: 10}
                          - {name: many, path: /, connections: 2500, specimens: [a, b]}
                        """
                                .formatted(bare),
                        "plan.yaml",
                        BuiltInPlan.of(List.of(), false));
        return ConnectionBudget.of(plan, new MachineLimits(openFiles, ports));
    }

    @Test
    void whatSpecimensMayKeepIsTheMostThatEachIsEverGiven() throws Exception {
        ConnectionBudget budget = budget("bare", 20_000, 28_232);

        assertThat(budget.kept()).isEqualTo(2500 + 2500 + 10);
        assertThat(budget.room()).isEqualTo(14_116);
        assertThat(budget.fits()).isTrue();
        assertThat(budget.closes()).isFalse();
        assertThat(budget.refusal()).isEmpty();
        assertThat(budget.note()).isEmpty();
    }

    @Test
    void withoutRoomForTheSumTheOriginClosesWhatIsKept() throws Exception {
        ConnectionBudget byPorts = budget("bare", 20_000, 10_000);
        assertThat(byPorts.refusal()).isEmpty();
        assertThat(byPorts.closes()).isTrue();
        assertThat(byPorts.note().orElseThrow())
                .contains("5,010 connections", "half of the 10,000 ports", "closes them after");

        ConnectionBudget byFiles = budget("bare", 6_000, 28_232);
        assertThat(byFiles.refusal()).isEmpty();
        assertThat(byFiles.closes()).isTrue();
        assertThat(byFiles.note().orElseThrow()).contains("a process gets 6,000 file descriptors");
    }

    @Test
    void aServiceOfTheUsersIsClosedNowhereAndTheRemedyIsNamed() throws Exception {
        ConnectionBudget budget =
                budget("{name: bare, url: 'http://127.0.0.1:9/'}", 20_000, 10_000);

        assertThat(budget.closes()).isFalse();
        assertThat(budget.note().orElseThrow()).contains("--specimens");
    }

    @Test
    void aWorkloadThatOneTurnCannotHaveIsRefusedWithNumbersAndRemedy() throws Exception {
        assertThat(budget("bare", 5_199, 28_232).refusal().orElseThrow())
                .contains(
                        "workload many has 2,500 connections", "5,200", "5,199", "ulimit -n 5200");
        assertThat(budget("bare", 5_200, 28_232).refusal()).isEmpty();
        assertThat(budget("bare", 20_000, 2_499).refusal().orElseThrow())
                .contains("2,499 ports", "net.ipv4.ip_local_port_range");
        assertThat(budget("bare", 20_000, 2_500).refusal()).isEmpty();
    }
}

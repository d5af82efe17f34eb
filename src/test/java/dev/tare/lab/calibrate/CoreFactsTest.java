package dev.tare.lab.calibrate;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class CoreFactsTest {
    private static final String CPU = "sys/devices/system/cpu/";

    @TempDir Path root;

    @Test
    void siblingsOfOnePhysicalCoreCountOnce() throws IOException {
        FakeMachine machine =
                new FakeMachine(root)
                        .with(
                                "proc/cpuinfo",
                                "processor : 0\nmodel name : A processor\nflags : fpu\n")
                        .with(CPU + "online", "0-7\n");
        for (int core = 0; core < 4; core++) {
            machine.with(CPU + "cpu" + core + "/topology/physical_package_id", "0\n")
                    .with(CPU + "cpu" + core + "/topology/core_id", core % 2 + "\n");
        }

        CoreFacts facts = CoreFacts.of(machine.files(), Set.of(0, 1, 2, 3));

        assertThat(facts.model()).isEqualTo("A processor");
        assertThat(facts.online()).isEqualTo(8);
        assertThat(facts.sockets()).isEqualTo(1);
        assertThat(facts.physicalCores()).isEqualTo(2);
        assertThat(facts.virtualMachine()).isEmpty();
        assertThat(facts.turbo()).isEmpty();
    }

    @Test
    void aGuestNamesItsHypervisorWhereThatNamesItself() throws IOException {
        FakeMachine machine =
                new FakeMachine(root).with("proc/cpuinfo", "flags : fpu hypervisor lahf_lm\n");
        assertThat(CoreFacts.of(machine.files(), Set.of(0)).virtualMachine())
                .contains("does not name itself");

        machine.with("sys/class/dmi/id/sys_vendor", "Amazon EC2\n")
                .with("sys/class/dmi/id/product_name", "c7i.large\n");
        assertThat(CoreFacts.of(machine.files(), Set.of(0)).virtualMachine())
                .isEqualTo("Amazon EC2 c7i.large");
    }

    @Test
    void governorsTurboAndMitigationsAreRead() throws IOException {
        FakeMachine machine =
                new FakeMachine(root)
                        .with(CPU + "cpu0/cpufreq/scaling_governor", "performance\n")
                        .with(CPU + "cpu1/cpufreq/scaling_governor", "powersave\n")
                        .with(CPU + "intel_pstate/no_turbo", "1\n")
                        .with(CPU + "vulnerabilities/meltdown", "Mitigation: PTI\n")
                        .with(CPU + "vulnerabilities/retbleed", "Vulnerable\n")
                        .with(CPU + "vulnerabilities/mds", "Not affected\n");

        CoreFacts facts = CoreFacts.of(machine.files(), Set.of(0, 1));

        assertThat(facts.governors()).containsExactly("performance", "powersave");
        assertThat(facts.turbo()).contains(false);
        assertThat(facts.mitigations()).containsExactly("meltdown");
        assertThat(facts.leaks()).containsExactly("retbleed");
    }

    @Test
    void aMachineThatTellsNothingStillHasItsCores() {
        CoreFacts facts = CoreFacts.of(new FakeMachine(root).files(), Set.of(0, 1));

        assertThat(facts.physicalCores()).isEqualTo(2);
        assertThat(facts.online()).isEqualTo(2);
        assertThat(facts.model()).isEmpty();
    }

    @Test
    void listsOfCoresAreCounted() {
        assertThat(CoreFacts.count("0-3,8,10-11")).isEqualTo(7);
        assertThat(CoreFacts.count("nonsense")).isZero();
    }
}

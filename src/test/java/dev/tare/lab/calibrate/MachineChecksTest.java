package dev.tare.lab.calibrate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tare.io.net.EventLoops;
import dev.tare.io.net.IoBackEnd;
import dev.tare.lab.bundle.CalibrationRecord.Check;
import dev.tare.lab.bundle.CalibrationRecord.Grade;
import dev.tare.specimen.control.process.CorePlan;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class MachineChecksTest {
    private static final String CPU = "sys/devices/system/cpu/";

    @TempDir Path root;
    private FakeMachine machine;

    @BeforeEach
    void setUp() {
        machine = new FakeMachine(root);
    }

    @ParameterizedTest
    @CsvSource({"1, BAD", "2, POOR", "3, POOR", "4, GOOD", "16, GOOD"})
    void threePartiesWantCoresOfTheirOwn(int count, Grade expected) {
        Set<Integer> cores =
                IntStream.range(0, count).boxed().collect(Collectors.toCollection(TreeSet::new));

        Check check =
                MachineChecks.cores(CoreFacts.of(machine.files(), cores), CorePlan.of(cores, 1));

        assertThat(check.grade()).isEqualTo(expected);
        assertThat(check.remedy().isEmpty()).isEqualTo(expected == Grade.GOOD);
    }

    @Test
    void whoSharesACoreIsSaid() {
        CoreFacts facts = CoreFacts.of(machine.files(), Set.of(0, 1));

        assertThat(MachineChecks.cores(facts, CorePlan.of(Set.of(0, 1), 1)).finding())
                .contains("2 of 2 usable (0-1)")
                .endsWith("instrument and origin share core 0, the specimen has 1");
    }

    @Test
    void aGovernorThatChangesSpeedIsPoor() throws IOException {
        assertThat(frequency().grade()).isEqualTo(Grade.NOT_VISIBLE);
        machine.with(CPU + "cpu0/cpufreq/scaling_governor", "powersave\n");
        assertThat(frequency().grade()).isEqualTo(Grade.POOR);
        assertThat(frequency().remedy()).contains("performance");
        machine.with(CPU + "cpu0/cpufreq/scaling_governor", "performance\n");
        assertThat(frequency().grade()).isEqualTo(Grade.GOOD);
        machine.with(CPU + "cpufreq/boost", "1\n");
        assertThat(frequency().grade()).isEqualTo(Grade.FAIR);
    }

    private Check frequency() {
        return MachineChecks.frequency(CoreFacts.of(machine.files(), Set.of(0)));
    }

    @ParameterizedTest
    @CsvSource({"1048576, GOOD", "65536, GOOD", "4096, FAIR", "1024, POOR"})
    void fewFilesAreFewConnections(String limit, Grade expected) throws IOException {
        machine.with("proc/self/limits", "Max open files   " + limit + "   1048576   files\n");

        assertThat(MachineChecks.files(kernel()).grade()).isEqualTo(expected);
    }

    @Test
    void portsThatAreNotUsedAgainAreSoonUsedUp() throws IOException {
        assertThat(MachineChecks.ports(kernel()).grade()).isEqualTo(Grade.NOT_VISIBLE);
        machine.with("proc/sys/net/ipv4/ip_local_port_range", "32768 60999\n")
                .with("proc/sys/net/ipv4/tcp_tw_reuse", "2\n");
        assertThat(MachineChecks.ports(kernel()).grade()).isEqualTo(Grade.GOOD);
        machine.with("proc/sys/net/ipv4/tcp_tw_reuse", "0\n");
        assertThat(MachineChecks.ports(kernel()).affects()).contains("471/s");
    }

    @Test
    void aShortBacklogIsPoorForManyConnectionsAtOnce() throws IOException {
        machine.with("proc/sys/net/core/somaxconn", "128\n");

        Check check = MachineChecks.backlog(kernel());

        assertThat(check.grade()).isEqualTo(Grade.POOR);
        assertThat(check.affects()).contains("128");
    }

    @Test
    void pagesOnADiskAreNotGood() throws IOException {
        machine.with("proc/meminfo", "MemTotal: 8000000 kB\nMemAvailable: 4000000 kB\n");
        assertThat(memory(CgroupFacts.NONE).grade()).isEqualTo(Grade.GOOD);
        CgroupFacts small = new CgroupFacts(1, 0, 0, 500_000_000);
        assertThat(memory(small).grade()).isEqualTo(Grade.POOR);
        machine.with(
                "proc/meminfo",
                """
                MemTotal: 8000000 kB
                MemAvailable: 4000000 kB
                SwapTotal: 9 kB
                SwapFree: 1 kB
                """);
        assertThat(memory(CgroupFacts.NONE).remedy()).contains("swapoff");
    }

    private Check memory(CgroupFacts cgroup) {
        return MachineChecks.memory(kernel(), cgroup);
    }

    @Test
    void hugePagesForAllAreSaid() throws IOException {
        machine.with("sys/kernel/mm/transparent_hugepage/enabled", "[always] madvise never\n");

        assertThat(MachineChecks.hugePages(kernel()).grade()).isEqualTo(Grade.FAIR);
    }

    @Test
    void smallBuffersAreFair() throws IOException {
        machine.with("proc/sys/net/ipv4/tcp_rmem", "4096 131072 6291456\n")
                .with("proc/sys/net/ipv4/tcp_wmem", "4096 16384 212992\n");

        assertThat(MachineChecks.buffers(kernel()).grade()).isEqualTo(Grade.FAIR);
    }

    @Test
    void whyTheBestBackEndIsNotTakenIsTheRemedy() {
        assertThat(
                        MachineChecks.io(
                                        new EventLoops.Choice(IoBackEnd.IO_URING, Optional.empty()))
                                .grade())
                .isEqualTo(Grade.GOOD);
        Check check =
                MachineChecks.io(
                        new EventLoops.Choice(IoBackEnd.EPOLL, Optional.of("io_uring: forbidden")));
        assertThat(check.grade()).isEqualTo(Grade.FAIR);
        assertThat(check.remedy()).isEqualTo("io_uring: forbidden.");
    }

    @Test
    void releasesAreComparedByNumber() {
        assertThat(MachineChecks.olderThan("5.4.0-26-generic", 5, 11)).isTrue();
        assertThat(MachineChecks.olderThan("5.11.0", 5, 11)).isFalse();
        assertThat(MachineChecks.olderThan("6.1.0", 5, 11)).isFalse();
        assertThat(MachineChecks.olderThan("", 5, 11)).isFalse();
    }

    private KernelFacts kernel() {
        return KernelFacts.of(machine.files());
    }
}

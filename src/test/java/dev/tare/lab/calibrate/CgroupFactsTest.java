package dev.tare.lab.calibrate;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class CgroupFactsTest {
    private static final String V2_MOUNT =
            "31 23 0:28 / /sys/fs/cgroup rw,nosuid - cgroup2 cgroup2 rw,nsdelegate\n";
    private static final String V1_MOUNTS =
            """
            31 23 0:28 / /sys/fs/cgroup rw,relatime - tmpfs tmpfs rw,mode=755
            32 31 0:29 / /sys/fs/cgroup/cpu,cpuacct rw - cgroup cgroup rw,cpu,cpuacct
            35 31 0:32 / /sys/fs/cgroup/memory rw - cgroup cgroup rw,memory
            """;

    @TempDir Path root;
    private FakeMachine machine;

    @BeforeEach
    void setUp() {
        machine = new FakeMachine(root);
    }

    @Test
    void aMachineWithoutGroupsHasNoLimits() {
        assertThat(CgroupFacts.of(machine.files())).isEqualTo(CgroupFacts.NONE);
        assertThat(CgroupFacts.NONE.limited()).isFalse();
    }

    @Test
    void ofVersion2TheTightestLimitOfTheChainHolds() throws IOException {
        machine.with("proc/self/mountinfo", V2_MOUNT)
                .with("proc/self/cgroup", "0::/user.slice/run.scope\n")
                .with("sys/fs/cgroup/user.slice/run.scope/cpu.max", "max 100000\n")
                .with("sys/fs/cgroup/user.slice/run.scope/memory.max", "max\n")
                .with("sys/fs/cgroup/user.slice/cpu.max", "150000 100000\n")
                .with(
                        "sys/fs/cgroup/user.slice/cpu.stat",
                        "usage_usec 9\nnr_periods 50\nnr_throttled 7\nthrottled_usec 1234\n")
                .with("sys/fs/cgroup/user.slice/memory.max", "2147483648\n");

        CgroupFacts facts = CgroupFacts.of(machine.files());

        assertThat(facts).isEqualTo(new CgroupFacts(1.5, 7, 1_234_000, 2_147_483_648L));
        assertThat(facts.limited()).isTrue();
    }

    @Test
    void ofVersion1CpuAndMemoryLieInHierarchiesOfTheirOwn() throws IOException {
        machine.with("proc/self/mountinfo", V1_MOUNTS)
                .with("proc/self/cgroup", "4:memory:/box\n1:cpu,cpuacct:/box/inner\n0::/\n")
                .with("sys/fs/cgroup/cpu,cpuacct/box/cpu.cfs_quota_us", "50000\n")
                .with("sys/fs/cgroup/cpu,cpuacct/box/cpu.cfs_period_us", "100000\n")
                .with(
                        "sys/fs/cgroup/cpu,cpuacct/box/cpu.stat",
                        "nr_periods 10\nnr_throttled 3\nthrottled_time 5000000\n")
                .with("sys/fs/cgroup/cpu,cpuacct/box/inner/cpu.cfs_quota_us", "-1\n")
                .with("sys/fs/cgroup/cpu,cpuacct/box/inner/cpu.cfs_period_us", "100000\n")
                .with("sys/fs/cgroup/memory/box/memory.limit_in_bytes", "1073741824\n")
                .with("sys/fs/cgroup/memory/memory.limit_in_bytes", "9223372036854771712\n");

        assertThat(CgroupFacts.of(machine.files()))
                .isEqualTo(new CgroupFacts(0.5, 3, 5_000_000, 1_073_741_824L));
    }

    @Test
    void withinAContainerItsOwnGroupIsTheRoot() throws IOException {
        machine.with(
                        "proc/self/mountinfo",
                        "32 31 0:29 /docker/abc /sys/fs/cgroup/cpu rw - cgroup cgroup rw,cpu\n")
                .with("proc/self/cgroup", "1:cpu:/docker/abc\n")
                .with("sys/fs/cgroup/cpu/cpu.cfs_quota_us", "200000\n")
                .with("sys/fs/cgroup/cpu/cpu.cfs_period_us", "100000\n");

        assertThat(CgroupFacts.of(machine.files()).quotaCores()).isEqualTo(2);
    }

    @Test
    void aPathThatLeadsOutOfTheHierarchyIsNotFollowed() throws IOException {
        machine.with("proc/self/mountinfo", V2_MOUNT)
                .with("proc/self/cgroup", "0::/../../outside\n")
                .with("sys/outside/cpu.max", "1000 100000\n");

        assertThat(CgroupFacts.of(machine.files())).isEqualTo(CgroupFacts.NONE);
    }

    @Test
    void nonsenseIsNoLimit() throws IOException {
        machine.with("proc/self/mountinfo", "nonsense\n - \n1 2 3 - cgroup2\n" + V2_MOUNT)
                .with("proc/self/cgroup", "nonsense\n0::/\n")
                .with("sys/fs/cgroup/cpu.max", "99999999999999999999999 0\n")
                .with("sys/fs/cgroup/cpu.stat", "nr_throttled\nthrottled_usec x\n");

        assertThat(CgroupFacts.of(machine.files())).isEqualTo(CgroupFacts.NONE);
    }
}

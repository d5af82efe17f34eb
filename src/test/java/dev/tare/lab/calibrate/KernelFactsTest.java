package dev.tare.lab.calibrate;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class KernelFactsTest {
    @TempDir Path root;

    @Test
    void limitsAndMemoryAreRead() throws IOException {
        FakeMachine machine =
                new FakeMachine(root)
                        .with("proc/sys/kernel/osrelease", "6.12.5\n")
                        .with(
                                "proc/self/limits",
                                """
                                Limit            Soft Limit  Hard Limit  Units
                                Max processes    31000       31000       processes
                                Max open files   1024        524288      files
                                """)
                        .with("proc/sys/net/ipv4/ip_local_port_range", "32768\t60999\n")
                        .with("proc/sys/net/ipv4/tcp_tw_reuse", "2\n")
                        .with("proc/sys/net/core/somaxconn", "4096\n")
                        .with("proc/sys/net/ipv4/tcp_rmem", "4096\t131072\t6291456\n")
                        .with("proc/self/timerslack_ns", "50000\n")
                        .with(
                                "sys/kernel/mm/transparent_hugepage/enabled",
                                "always [madvise] never\n")
                        .with("proc/loadavg", "2.57 2.00 1.09 2/231 15462\n")
                        .with(
                                "proc/meminfo",
                                """
                                MemTotal:        8131204 kB
                                MemAvailable:    4131204 kB
                                SwapTotal:          1000 kB
                                SwapFree:            900 kB
                                """);

        KernelFacts facts = KernelFacts.of(machine.files());

        assertThat(facts.release()).isEqualTo("6.12.5");
        assertThat(facts.openFiles()).hasValue(1024);
        assertThat(facts.ports()).hasValue(28_232);
        assertThat(facts.timeWaitReuse()).hasValue(2);
        assertThat(facts.backlog()).hasValue(4096);
        assertThat(facts.receiveBufferBytes()).hasValue(6_291_456);
        assertThat(facts.sendBufferBytes()).isEmpty();
        assertThat(facts.timerSlackNs()).hasValue(50_000);
        assertThat(facts.hugePages()).isEqualTo("madvise");
        assertThat(facts.loadAverage()).isEqualTo(2.57);
        assertThat(facts.availableBytes()).hasValue(4_131_204L * 1024);
        assertThat(facts.swappedBytes()).hasValue(100 * 1024);
    }

    @Test
    void aKernelThatTellsNothingIsNoFault() {
        KernelFacts facts = KernelFacts.of(new FakeMachine(root).files());

        assertThat(facts.openFiles()).isEmpty();
        assertThat(facts.hugePages()).isEmpty();
        assertThat(facts.loadAverage()).isNaN();
    }

    @Test
    void stealIsCountedOnTheCoresThatMayBeUsed() throws IOException {
        FakeMachine machine = new FakeMachine(root);
        machine.with(
                "proc/stat",
                """
                cpu  30 0 0 60 0 0 0 30 0 0
                cpu0 10 0 0 30 0 0 0 10 5 5
                cpu1 20 0 0 30 0 0 0 20 0 0
                """);
        CoreTimes before = CoreTimes.of(machine.files(), Set.of(1));
        assertThat(before).isEqualTo(new CoreTimes(70, 20));
        machine.with("proc/stat", "cpu1 60 0 0 60 0 0 0 50 0 0\n");

        CoreTimes after = CoreTimes.of(machine.files(), Set.of(1));

        assertThat(after.stealSince(before)).isEqualTo(0.3);
        assertThat(before.stealSince(after)).isZero();
    }
}

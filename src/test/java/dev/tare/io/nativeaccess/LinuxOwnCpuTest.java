package dev.tare.io.nativeaccess;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

@EnabledOnOs(OS.LINUX)
final class LinuxOwnCpuTest {
    @Test
    void itIsTheClockThatProcessesAreTimedBy() {
        LinuxProcesses processes = LinuxProcesses.find().orElseThrow();
        long pid = ProcessHandle.current().pid();
        long before = processes.cpuNs(pid).orElseThrow();
        OptionalLong own = LinuxOwnCpu.cpuNs();
        long after = processes.cpuNs(pid).orElseThrow();
        assertThat(own.orElseThrow()).isBetween(before, after);
    }
}

package dev.tare.specimen.control.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tare.base.time.NanoClock;
import dev.tare.base.time.Sleep;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@EnabledOnOs(OS.LINUX)
final class CpuMeterTest {
    private static final String LOOP = "i=0; while [ $i -lt 30000 ]; do i=$((i+1)); done; ";

    private Launcher launcher;

    @TempDir private Path folder;

    @BeforeEach
    void open() throws StartFailure {
        launcher = Launcher.open(NanoClock.system());
    }

    @AfterEach
    void close() throws IOException {
        launcher.close();
    }

    /** A shell that does a step of its script for every line that it is sent. */
    private RunningProcess shell(String script) throws StartFailure {
        return launcher.start(
                Launch.of("a-shell", List.of("sh", "-c", script), folder.resolve("shell.log"))
                        .piped());
    }

    private static void step(RunningProcess process) throws IOException {
        process.input().write("go\n".getBytes(StandardCharsets.UTF_8));
        process.input().flush();
        assertThat(process.output().read()).isEqualTo('\n');
    }

    @Test
    void theWorkOfAProcessIsSeen() throws Exception {
        RunningProcess process = shell("read a; " + LOOP + "echo; read b; echo; read c");
        CpuMeter meter = launcher.meter(process);
        UsageSample before = meter.sample();
        step(process);
        UsageSample after = meter.sample();
        ResourceUse use = ResourceUse.between(before, after);
        assertThat(use.visible()).isTrue();
        assertThat(use.cpuNs()).isBetween(1_000_000L, use.windowNs());
        assertThat(use.peakResidentBytes()).isPositive();
        assertThat(use.processes()).isEqualTo(1);
        assertThat(use.runDelayNs()).isNotNegative();
        assertThat(use.lost()).isFalse();
        step(process);
        // A step without work: less CPU than the loop, by the same clock.
        assertThat(ResourceUse.between(after, meter.sample()).cpuNs()).isLessThan(use.cpuNs());
    }

    @Test
    void theWorkOfAChildThatBeganInTheWindowIsSeen() throws Exception {
        String child = "(" + LOOP + "echo; exec sleep 300) & ";
        RunningProcess process = shell("read a; " + child + "wait");
        CpuMeter meter = launcher.meter(process);
        UsageSample before = meter.sample();
        step(process);
        ResourceUse use = ResourceUse.between(before, meter.sample());
        assertThat(use.processes()).isEqualTo(2);
        assertThat(use.cpuNs()).isGreaterThan(1_000_000L);
        assertThat(use.lost()).isFalse();
    }

    @Test
    void aChildThatBeganAndEndedWithinTheWindowIsNotLostSilently() throws Exception {
        RunningProcess process = shell("read a; (" + LOOP.repeat(8) + "); echo; read b");
        CpuMeter meter = launcher.meter(process);
        UsageSample before = meter.sample();
        step(process);
        ResourceUse use = ResourceUse.between(before, meter.sample());
        assertThat(use.losses()).singleElement().asString().contains("ms of CPU in their lives");
    }

    @Test
    void aChildThatEndedInTheWindowIsNamed() throws Exception {
        RunningProcess process = shell("sleep 300 & read a; kill $!; wait $!; echo; read b");
        CpuMeter meter = launcher.meter(process);
        while (meter.pids().size() < 2) {
            Sleep.forNs(5_000_000L);
        }
        UsageSample before = meter.sample();
        step(process);
        ResourceUse use = ResourceUse.between(before, meter.sample());
        assertThat(use.lost()).isTrue();
        assertThat(use.losses().getFirst()).startsWith("1 process has ended");
        assertThat(use.processes()).isEqualTo(1);
    }

    @Test
    void theWorkOfAProcessThatEndedInTheWindowIsKept() throws Exception {
        RunningProcess process = shell("read a; " + LOOP + "echo");
        CpuMeter meter = launcher.meter(process);
        UsageSample before = meter.sample();
        step(process);
        assertThat(process.awaitEnd(20_000_000_000L)).isTrue();
        UsageSample after = meter.sample();
        ResourceUse use = ResourceUse.between(before, after);
        assertThat(after.processes()).isZero();
        assertThat(use.cpuNs()).isGreaterThan(1_000_000L);
        assertThat(use.lost()).isFalse();
        assertThat(ResourceUse.between(after, meter.sample()).cpuNs()).isZero();
    }

    @Test
    void aProcessOfOthersIsSeenByItsPid() {
        CpuMeter meter = launcher.meter(ProcessHandle.current().pid());
        UsageSample before = meter.sample();
        ResourceUse use = ResourceUse.between(before, meter.sample());
        assertThat(use.visible()).isTrue();
        assertThat(use.processes()).isPositive();
        assertThat(use.peakResidentBytes()).isGreaterThan(10_000_000L);
    }

    @Test
    void aPidThatIsNotThereIsNotVisible() {
        CpuMeter meter = launcher.meter(4_194_305);
        UsageSample before = meter.sample();
        assertThat(ResourceUse.between(before, meter.sample()).visible()).isFalse();
        assertThat(meter.pids()).isEmpty();
    }
}

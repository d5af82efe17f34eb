package dev.tare.specimen.control.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tare.base.time.NanoClock;
import dev.tare.base.time.Sleep;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@EnabledOnOs(OS.LINUX)
final class GuardTest {
    private static final long LIMIT_NS = 20_000_000_000L;

    private final ProcFiles proc = ProcFiles.system();

    @TempDir private Path folder;

    private Process startRunner(String what) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "--enable-native-access=ALL-UNNAMED",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        GuardedRunner.class.getName(),
                        folder.toString(),
                        what)
                .redirectErrorStream(true)
                .start();
    }

    private static List<Long> pidsOf(Process runner) throws IOException {
        List<Long> pids = new ArrayList<>();
        List<String> lines = new ArrayList<>();
        BufferedReader output = runner.inputReader(StandardCharsets.UTF_8);
        for (String line = output.readLine(); line != null; line = output.readLine()) {
            lines.add(line);
            if (line.equals("ready")) {
                return pids;
            }
            if (line.startsWith("pid ")) {
                pids.add(Long.parseLong(line.substring(4)));
            }
        }
        throw new AssertionError("the runner ended early: " + lines);
    }

    private List<ProcessId> identify(List<Long> pids) {
        return pids.stream().map(pid -> proc.identify(pid).orElseThrow()).toList();
    }

    private void awaitAllGone(List<ProcessId> ids) throws InterruptedException {
        NanoClock clock = NanoClock.system();
        long deadlineNs = clock.nowNs() + LIMIT_NS;
        while (ids.stream().anyMatch(proc::isAlive) && clock.nowNs() - deadlineNs < 0) {
            Sleep.forNs(20_000_000L);
        }
        assertThat(ids.stream().filter(proc::isAlive)).isEmpty();
    }

    @Test
    void nothingSurvivesARunnerThatWasKilled() throws Exception {
        Process runner = startRunner("wait");
        List<ProcessId> ids = identify(pidsOf(runner));
        // Four processes, the children of two of them, and the guard.
        assertThat(ids).hasSize(7);
        runner.destroyForcibly();
        assertThat(runner.waitFor(20, TimeUnit.SECONDS)).isTrue();
        assertThat(runner.exitValue()).isEqualTo(128 + 9);
        awaitAllGone(ids);
    }

    @Test
    void nothingSurvivesARunnerThatForgotToClose() throws Exception {
        Process runner = startRunner("exit");
        List<Long> pids = pidsOf(runner);
        List<ProcessId> ids = new ArrayList<>();
        pids.forEach(pid -> proc.identify(pid).ifPresent(ids::add));
        assertThat(runner.waitFor(20, TimeUnit.SECONDS)).isTrue();
        awaitAllGone(ids);
    }

    @Test
    void closingLeavesNothingAndNeedsNoGrace() throws Exception {
        List<ProcessId> ids = new ArrayList<>();
        try (Launcher launcher = Launcher.open(NanoClock.system())) {
            Path log = folder.resolve("log");
            String tree = "setsid sleep 300 & sleep 300 & wait";
            RunningProcess process =
                    launcher.start(Launch.of("tree", List.of("sh", "-c", tree), log));
            CpuMeter meter = launcher.meter(process);
            while (meter.pids().size() < 3) {
                Sleep.forNs(10_000_000L);
            }
            ids.addAll(identify(meter.pids()));
            ids.addAll(identify(List.of(launcher.guardPid())));
        }
        assertThat(ids).hasSize(4);
        awaitAllGone(ids);
    }

    @Test
    void twoRunsDoNotEndEachOther() throws Exception {
        try (Launcher first = Launcher.open(NanoClock.system())) {
            Path log = folder.resolve("log");
            RunningProcess kept = first.start(Launch.of("kept", List.of("sleep", "300"), log));
            try (Launcher second = Launcher.open(NanoClock.system())) {
                second.start(Launch.of("other", List.of("sleep", "300"), log));
            }
            assertThat(kept.isAlive()).isTrue();
            assertThat(proc.isAlive(kept.id())).isTrue();
        }
    }
}

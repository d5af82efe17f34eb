package dev.tare.specimen.control.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tare.base.time.NanoClock;
import dev.tare.base.time.Sleep;
import dev.tare.io.nativeaccess.ExitStatus;
import dev.tare.io.nativeaccess.LinuxProcesses;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@EnabledOnOs(OS.LINUX)
final class LauncherTest {
    private static final long LIMIT_NS = 20_000_000_000L;

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

    private RunningProcess shell(String script) throws StartFailure {
        return launcher.start(
                Launch.of("a-shell", List.of("sh", "-c", script), folder.resolve("shell.log")));
    }

    @Test
    void aProcessTellsHowItEndedAndWhatItSaid() throws Exception {
        RunningProcess process = shell("echo one; echo; echo two >&2; exit 3");
        assertThat(process.awaitEnd(LIMIT_NS)).isTrue();
        assertThat(process.exitStatus()).contains(new ExitStatus(false, 3));
        assertThat(process.logTail(10)).containsExactly("one", "two");
        assertThat(process.logTail(1)).containsExactly("two");
        assertThat(process.epitaph())
                .isEqualTo(
                        "ended with exit code 3; it said: \"one / two\" (%s)",
                        folder.resolve("shell.log"));
        assertThat(process.signal(LinuxProcesses.SIGNAL_TERM)).isFalse();
    }

    @Test
    void theTailBeginsWhereTheProcessBegan() throws Exception {
        Files.writeString(folder.resolve("shell.log"), "of an earlier start\n");
        RunningProcess process = shell("true");
        process.awaitEnd(LIMIT_NS);
        assertThat(process.logTail(10)).isEmpty();
        assertThat(process.epitaph()).contains("it said nothing");
    }

    @Test
    void onlyTheEndOfALongLogIsRead() throws Exception {
        RunningProcess process = shell("yes a-line-of-text | head -n 20000; echo the end");
        process.awaitEnd(LIMIT_NS);
        assertThat(process.logTail(2)).containsExactly("a-line-of-text", "the end");
        assertThat(process.logTail(100_000).size()).isBetween(1000, 1200);
    }

    @Test
    void aProcessThatHeedsTermIsNotKilled() throws Exception {
        RunningProcess process =
                shell("trap 'echo leaving; exit 7' TERM; echo ready; while :; do sleep 0.01; done");
        awaitLine(process, "ready");
        process.stop(LIMIT_NS);
        assertThat(process.exitStatus()).contains(new ExitStatus(false, 7));
        assertThat(process.logTail(1)).containsExactly("leaving");
    }

    @Test
    void aProcessThatIgnoresTermIsKilledWithItsDescendants() throws Exception {
        RunningProcess process =
                shell("trap '' TERM; (trap '' TERM; while :; do sleep 5; done) & echo ready; wait");
        awaitLine(process, "ready");
        List<ProcessId> ids = new ProcessTree(launcher.proc(), process.id()).members();
        assertThat(ids).hasSizeGreaterThan(1);
        process.stop(1_000_000L);
        assertThat(process.exitStatus()).contains(new ExitStatus(true, 9));
        assertThat(ids.stream().filter(id -> launcher.proc().isAlive(id))).isEmpty();
        process.stop(1_000_000L);
    }

    private static void awaitLine(RunningProcess process, String line) throws InterruptedException {
        NanoClock clock = NanoClock.system();
        long deadlineNs = clock.nowNs() + LIMIT_NS;
        while (!process.logTail(1).contains(line) && clock.nowNs() - deadlineNs < 0) {
            Sleep.forNs(5_000_000L);
        }
        assertThat(process.logTail(1)).containsExactly(line);
    }

    @Test
    void aStoppedProcessGoesOnOrEnds() throws Exception {
        RunningProcess process = shell("exec sleep 300");
        process.signal(LinuxProcesses.SIGNAL_STOP);
        process.stop(LIMIT_NS);
        assertThat(process.exitStatus()).contains(new ExitStatus(true, 15));
    }

    @Test
    void aPipedProcessTalksWithTheRunner() throws Exception {
        RunningProcess process =
                launcher.start(
                        Launch.of("a-cat", List.of("cat"), folder.resolve("cat.log")).piped());
        process.input().write("line\n".getBytes(StandardCharsets.UTF_8));
        process.input().close();
        assertThat(new String(process.output().readAllBytes(), StandardCharsets.UTF_8))
                .isEqualTo("line\n");
        assertThat(process.awaitEnd(LIMIT_NS)).isTrue();
    }

    @Test
    void aProcessWorksInItsFolderOnItsCores() throws Exception {
        int core = launcher.allowedCores().iterator().next();
        Path log = folder.resolve("where.log");
        List<String> command = List.of("sh", "-c", "pwd; grep Cpus_allowed_list /proc/$$/status");
        RunningProcess process =
                launcher.start(Launch.of("where", command, log).in(folder).on(Set.of(core)));
        process.awaitEnd(LIMIT_NS);
        assertThat(process.logTail(5))
                .containsExactly(folder.toRealPath().toString(), "Cpus_allowed_list: " + core);
    }

    @Test
    void aProgramThatIsNotThereIsOneClearLine() {
        Launch launch = Launch.of("mine", List.of("no-such-proxy"), folder.resolve("mine.log"));
        assertThatThrownBy(() -> launcher.start(launch))
                .isInstanceOf(StartFailure.class)
                .hasMessage(
                        "mine did not start: there is no program \"no-such-proxy\" (looked for on"
                                + " the PATH and in /usr/sbin); install it, or give its path");
    }

    @Test
    void namesThatWouldLeaveTheFolderAreRefused() {
        assertThatThrownBy(() -> Launch.of("../x", List.of("true"), folder.resolve("log")))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Launch.of("..", List.of("true"), folder.resolve("log")))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void moreProcessesAtATimeThanTheLimitAreRefused() throws Exception {
        Launch launch = Launch.of("one", List.of("sleep", "300"), folder.resolve("log"));
        RunningProcess first = launcher.start(launch);
        for (int i = 1; i < Launcher.MAX_PROCESSES; i++) {
            launcher.start(launch);
        }
        assertThatThrownBy(() -> launcher.start(launch))
                .isInstanceOf(StartFailure.class)
                .hasMessage("one was not started: the run has 64 processes already");
        first.stop(LIMIT_NS);
        assertThat(launcher.start(launch).isAlive()).isTrue();
    }
}

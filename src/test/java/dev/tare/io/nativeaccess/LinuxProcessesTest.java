package dev.tare.io.nativeaccess;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@EnabledOnOs(OS.LINUX)
final class LinuxProcessesTest {
    private static final ChildStream NOTHING = new ChildStream.Nothing();
    private static final ChildStream PIPE = new ChildStream.Pipe();

    private LinuxProcesses processes;

    @TempDir private Path folder;

    @BeforeEach
    void find() {
        Assumptions.assumeTrue(LinuxProcesses.find().isPresent(), LinuxProcesses.whyAbsent());
        processes = LinuxProcesses.find().orElseThrow();
    }

    private static Spawn shell(String script, ChildStream input, ChildStream output) {
        return shell(script, input, output, Optional.empty(), Set.of());
    }

    private static Spawn shell(
            String script,
            ChildStream input,
            ChildStream output,
            Optional<Path> folder,
            Set<Integer> cores) {
        return new Spawn(
                List.of("/bin/sh", "-c", script),
                Map.of("PATH", "/usr/bin:/bin", "COLOUR", "dark blue"),
                folder,
                input,
                output,
                new ChildStream.SameAsOutput(),
                Spawn.NEW_GROUP,
                cores);
    }

    private String outputOf(Spawn spawn) throws IOException {
        Spawned spawned = processes.spawn(spawn);
        try (InputStream output = spawned.output().orElseThrow()) {
            String text = new String(output.readAllBytes(), StandardCharsets.UTF_8);
            processes.awaitEnd(spawned.pid());
            processes.reap(spawned.pid());
            return text.strip();
        }
    }

    private ExitStatus endOf(long pid) throws IOException {
        processes.awaitEnd(pid);
        return processes.reap(pid).orElseThrow();
    }

    @Test
    void aProcessReadsAndWritesPipes() throws IOException {
        Spawned spawned = processes.spawn(shell("read -r a; echo got $a", PIPE, PIPE));
        try (var input = spawned.input().orElseThrow();
                var output = spawned.output().orElseThrow()) {
            input.write("seven\n".getBytes(StandardCharsets.UTF_8));
            input.flush();
            assertThat(new String(output.readAllBytes(), StandardCharsets.UTF_8))
                    .isEqualTo("got seven\n");
        }
        assertThat(endOf(spawned.pid())).isEqualTo(new ExitStatus(false, 0));
    }

    @Test
    void closingItsInputIsSeenAsEndOfFile() throws IOException {
        Spawned spawned = processes.spawn(shell("cat; exit 5", PIPE, NOTHING));
        spawned.input().orElseThrow().close();
        assertThat(endOf(spawned.pid())).isEqualTo(new ExitStatus(false, 5));
    }

    @Test
    void aProcessIsGivenItsEnvironmentAndItsFolder() throws IOException {
        String output = outputOf(shell("pwd; env", NOTHING, PIPE, Optional.of(folder), Set.of()));
        assertThat(output.lines().toList())
                .contains(folder.toRealPath().toString(), "COLOUR=dark blue")
                .noneMatch(line -> line.startsWith("HOME="));
    }

    @Test
    void outputIsAppendedToAFile() throws IOException {
        Path log = folder.resolve("log");
        Files.writeString(log, "before\n");
        Spawned spawned =
                processes.spawn(
                        shell("echo out; echo err >&2", NOTHING, new ChildStream.ToFile(log)));
        endOf(spawned.pid());
        assertThat(log).hasContent("before\nout\nerr\n");
    }

    @Test
    void noDescriptorButTheThreeStandardOnesIsInherited() throws IOException {
        Files.writeString(folder.resolve("held"), "x");
        try (InputStream held = Files.newInputStream(folder.resolve("held"))) {
            assertThat(held.available()).isPositive();
            // The fourth is the folder that ls itself reads.
            assertThat(outputOf(shell("exec ls /proc/self/fd", NOTHING, PIPE)).lines())
                    .containsExactly("0", "1", "2", "3");
        }
    }

    @Test
    void signalsAreAtTheirDefaultsAndNotBlocked() throws IOException {
        String status =
                outputOf(shell("exec grep -E 'Sig(Blk|Ign)' /proc/self/status", NOTHING, PIPE));
        assertThat(status.lines().map(line -> line.substring("SigBlk:\t".length())))
                .hasSize(2)
                // glibc keeps 32 and 33 for its threads, and leaves them ignored in a child.
                .allMatch(mask -> (Long.parseUnsignedLong(mask, 16) & 0x7fff_ffffL) == 0);
    }

    @Test
    void aNewGroupBearsItsLeadersPidAndOthersJoinIt() throws IOException {
        Spawned leader = processes.spawn(shell("exec sleep 60", NOTHING, NOTHING));
        Spawned member =
                processes.spawn(
                        new Spawn(
                                List.of("/bin/sh", "-c", "exec sleep 60"),
                                Map.of("PATH", "/usr/bin:/bin"),
                                Optional.empty(),
                                NOTHING,
                                NOTHING,
                                NOTHING,
                                leader.pid(),
                                Set.of()));
        assertThat(processes.reap(member.pid())).isEmpty();
        assertThat(processes.signal(-leader.pid(), LinuxProcesses.SIGNAL_KILL)).isTrue();
        assertThat(endOf(leader.pid())).isEqualTo(new ExitStatus(true, 9));
        assertThat(endOf(member.pid())).isEqualTo(new ExitStatus(true, 9));
        assertThat(processes.signal(-leader.pid(), 0)).isFalse();
    }

    @Test
    void aProcessStartedOnACoreStaysThere() throws IOException {
        int core = processes.cores(0).stream().max(Integer::compare).orElseThrow();
        String allowed =
                outputOf(
                        shell(
                                "exec grep Cpus_allowed_list /proc/self/status",
                                NOTHING,
                                PIPE,
                                Optional.empty(),
                                Set.of(core)));
        assertThat(allowed).isEqualTo("Cpus_allowed_list:\t" + core);
    }

    @Test
    void startingOnACoreLeavesTheCallersCoresAlone() throws IOException {
        Set<Integer> before = processes.cores(0);
        outputOf(shell("true", NOTHING, PIPE, Optional.empty(), Set.of(before.iterator().next())));
        assertThat(processes.cores(0)).isEqualTo(before);
    }

    @Test
    void aRunningProcessCanBePinned() throws IOException {
        int core = processes.cores(0).stream().max(Integer::compare).orElseThrow();
        Spawned spawned = processes.spawn(shell("exec sleep 60", NOTHING, NOTHING));
        processes.pin(spawned.pid(), Set.of(core));
        assertThat(processes.cores(spawned.pid())).isEqualTo(new TreeSet<>(Set.of(core)));
        processes.signal(spawned.pid(), LinuxProcesses.SIGNAL_KILL);
        endOf(spawned.pid());
    }

    @Test
    void aCoreThatIsNotThereIsRefusedWithItsNumber() {
        assertThatThrownBy(() ->
                        processes.spawn(
                                shell(
                                        "true",
                                        NOTHING,
                                        NOTHING,
                                        Optional.empty(),
                                        Set.of(LinuxProcesses.MAX_CORES - 1))))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("cannot pin")
                .hasMessageContaining("8191");
    }

    @Test
    void cpuTimeGrowsWithWorkAndCanBeReadUntilTheProcessIsReaped() throws IOException {
        Spawned spawned =
                processes.spawn(
                        shell(
                                "i=0; while [ $i -lt 20000 ]; do i=$((i+1)); done",
                                NOTHING,
                                NOTHING));
        processes.awaitEnd(spawned.pid());
        long cpuNs = processes.cpuNs(spawned.pid()).orElseThrow();
        assertThat(cpuNs).isPositive();
        assertThat(processes.reap(spawned.pid())).contains(new ExitStatus(false, 0));
        assertThat(processes.cpuNs(spawned.pid())).isEmpty();
    }

    @Test
    void ownCpuTimeNeverGoesBack() {
        long pid = ProcessHandle.current().pid();
        long first = processes.cpuNs(pid).orElseThrow();
        long second = processes.cpuNs(pid).orElseThrow();
        assertThat(first).isPositive();
        assertThat(second).isGreaterThanOrEqualTo(first);
    }

    @Test
    void aProgramThatIsNotThereIsRefusedInWords() {
        assertThatThrownBy(() -> processes.spawn(program("/nonexistent/program")))
                .isInstanceOf(IOException.class)
                .hasMessage("cannot start /nonexistent/program: no such file or folder (ENOENT)");
    }

    @Test
    void aFileThatIsNoProgramIsRefusedInWords() throws IOException {
        Path file = folder.resolve("garbage");
        Files.write(file, new byte[] {1, 2, 3});
        assertThat(file.toFile().setExecutable(true)).isTrue();
        assertThatThrownBy(() -> processes.spawn(program(file.toString())))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("ENOEXEC");
    }

    @Test
    void aFailedStartLeavesNoDescriptorOpen() {
        String[] before = openDescriptors();
        for (int i = 0; i < 50; i++) {
            assertThatThrownBy(() -> processes.spawn(program("/nonexistent/program")))
                    .isInstanceOf(IOException.class);
        }
        assertThat(openDescriptors().length).isLessThan(before.length + 50);
    }

    private static String[] openDescriptors() {
        return new java.io.File("/proc/self/fd").list();
    }

    private static Spawn program(String path) {
        return new Spawn(
                List.of(path),
                Map.of(),
                Optional.empty(),
                PIPE,
                PIPE,
                PIPE,
                Spawn.NEW_GROUP,
                Set.of());
    }

    @Test
    void thePidsThatMeanManyProcessesAreRefused() {
        assertThatThrownBy(() -> processes.signal(-1, 0))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> processes.signal(0, 0))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void waitStatusesAreReadAsLinuxWritesThem() {
        assertThat(ExitStatus.ofWaitStatus(0x0000)).hasToString("exit code 0");
        assertThat(ExitStatus.ofWaitStatus(0xff00)).hasToString("exit code 255");
        assertThat(ExitStatus.ofWaitStatus(0x0009)).hasToString("signal 9");
        assertThat(ExitStatus.ofWaitStatus(0x008b)).hasToString("signal 11");
    }

    @Test
    void aSpawnIsCheckedBeforeAnythingIsStarted() {
        assertThatThrownBy(() -> program("sleep"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("absolute path");
        assertThatThrownBy(() -> program("/bin/a\0b"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("NUL");
    }
}

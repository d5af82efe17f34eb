package dev.tare.specimen.control.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** On a copy of {@code /proc} as the kernel writes it. */
final class ProcFilesTest {
    @TempDir private Path root;

    private ProcFiles proc;

    @BeforeEach
    void copy() throws IOException {
        proc = new ProcFiles(root);
        file("100/stat", stat(100, "nginx: (mas) ter", 'S', 1, 12, 30, 5000));
        file("100/status", "Name:\tnginx\nVmPeak:\t   9000 kB\nVmHWM:\t    1536 kB\nThreads:\t2\n");
        file("100/task/100/children", "101 102 ");
        file("100/task/100/schedstat", "532971 17 1\n");
        file("100/task/105/children", "103 ");
        file("100/task/105/schedstat", "1 4 1\n");
        file("101/stat", stat(101, "nginx", 'S', 100, 0, 0, 5001));
        file("101/task/101/children", "");
        file("102/stat", stat(102, "gone", 'Z', 100, 0, 0, 5002));
        file("103/stat", stat(103, "sh", 'R', 100, 0, 0, 5003));
        file("103/task/103/children", "100 ");
        Files.createDirectories(root.resolve("101/fd"));
        Files.createSymbolicLink(root.resolve("101/fd/3"), Path.of("socket:[777]"));
        Files.createSymbolicLink(root.resolve("101/fd/4"), Path.of("pipe:[778]"));
        file(
                "net/tcp",
                "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid"
                        + "  timeout inode\n"
                        + tcp("0100007F:1F90", "00000000:0000", "0A", 777)
                        + tcp("0100007F:1F90", "0100007F:ABCD", "01", 779)
                        + tcp("0200000A:1F91", "00000000:0000", "0A", 780)
                        + tcp("00000000:1F92", "00000000:0000", "0A", 781));
        file("net/tcp6", "header\n" + tcp("0".repeat(32) + ":1F92", "0:0", "0A", 782));
        file(
                "101/net/tcp",
                "header\n"
                        + tcp("020012C6:1F90", "00000000:0000", "0A", 783)
                        + tcp("0100007F:1F90", "00000000:0000", "0A", 784)
                        + tcp("00000000:1F91", "00000000:0000", "0A", 785));
        file(
                "101/net/tcp6",
                "header\n" + tcp("0000000000000000FFFF0000020012C6:1F92", "0:0", "0A", 786));
        file(
                "self/limits",
                """
                Limit                     Soft Limit           Hard Limit           Units
                Max cpu time              unlimited            unlimited            seconds
                Max open files            20000                30000                files
                """);
    }

    private void file(String name, String text) throws IOException {
        Path file = root.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    private static String stat(
            long pid, String name, char state, long parent, long user, long system, long start) {
        return "%d (%s) %c %d 7172 7172 0 -1 4194560 2764 62343 0 112 0 1 %d %d 20 0 1 0 %d 5124096\n"
                .formatted(pid, name, state, parent, user, system, start);
    }

    private static String tcp(String local, String remote, String state, long inode) {
        return "   0: %s %s %s 00000000:00000000 00:00000000 00000000     0        0 %d 1 0 100 0\n"
                .formatted(local, remote, state, inode);
    }

    @Test
    void aNameWithParenthesesDoesNotShiftTheFields() {
        assertThat(proc.stat(100)).contains(new ProcFiles.Stat('S', 1, 42, 5000));
    }

    @Test
    void aProcessIsKnownByItsStartToo() {
        assertThat(proc.identify(100)).contains(new ProcessId(100, 5000));
        assertThat(proc.isAlive(new ProcessId(100, 5000))).isTrue();
        assertThat(proc.isAlive(new ProcessId(100, 4999))).isFalse();
        assertThat(proc.isAlive(new ProcessId(102, 5002))).isFalse();
        assertThat(proc.isAlive(new ProcessId(999, 1))).isFalse();
    }

    @Test
    void theTreeHoldsTheChildrenOfAllThreadsOnceEach() {
        ProcessTree tree = new ProcessTree(proc, new ProcessId(100, 5000));
        assertThat(tree.members())
                .extracting(ProcessId::pid)
                .containsExactlyInAnyOrder(100L, 101L, 102L, 103L)
                .startsWith(100L);
    }

    @Test
    void theTreeOfAPidThatWasGivenToAnotherIsEmpty() {
        assertThat(new ProcessTree(proc, new ProcessId(100, 4999)).members()).isEmpty();
    }

    @Test
    void memoryAndRunDelaysAreRead() {
        assertThat(proc.peakResidentBytes(100)).hasValue(1536 * 1024);
        assertThat(proc.peakResidentBytes(101)).isEmpty();
        assertThat(proc.runDelaysNs(100)).isEqualTo(Map.of(100L, 17L, 105L, 4L));
        assertThat(proc.runDelaysNs(101)).isEmpty();
    }

    @Test
    void onlySocketsThatListenForLoopbackCount() {
        assertThat(proc.listeners(0x1f90)).containsExactly(777L);
        assertThat(proc.listeners(0x1f91)).isEmpty();
        assertThat(proc.listeners(0x1f92)).containsExactlyInAnyOrder(781L, 782L);
    }

    @Test
    void aListenerIsLookedForInTheNamespaceOfItsProcess() {
        assertThat(proc.listeners(101, new Endpoint("198.18.0.2", 0x1f90))).containsExactly(783L);
        assertThat(proc.listeners(101, Endpoint.loopback(0x1f90))).containsExactly(784L);
        assertThat(proc.listeners(101, new Endpoint("198.18.0.2", 0x1f91))).containsExactly(785L);
        assertThat(proc.listeners(101, new Endpoint("198.18.0.2", 0x1f92))).containsExactly(786L);
        assertThat(proc.listeners(101, new Endpoint("198.18.0.3", 0x1f90))).isEmpty();
        assertThat(proc.listeners(100, new Endpoint("198.18.0.2", 0x1f90))).isEmpty();
    }

    @Test
    void aListenerBelongsToTheTreeThatHoldsAllItsSockets() {
        ProcessTree tree = new ProcessTree(proc, new ProcessId(100, 5000));
        assertThat(tree.ownsListener(0x1f90)).isTrue();
        assertThat(tree.ownsListener(0x1f92)).isFalse();
        assertThat(tree.ownsListener(0x1f93)).isFalse();
        assertThat(tree.canSeeSockets()).isTrue();
        assertThat(new ProcessTree(proc, new ProcessId(102, 5002)).canSeeSockets()).isFalse();
    }

    @Test
    void theSoftLimitOfOpenFilesIsRead() {
        assertThat(proc.maxOpenFiles("self")).hasValue(20_000);
        assertThat(proc.maxOpenFiles("100")).isEmpty();
    }

    @Test
    void aLineThatIsCutShortIsNoState() {
        assertThat(ProcFiles.parseStat("100 (nginx) S 1 2 3")).isEmpty();
        assertThat(ProcFiles.parseStat("")).isEmpty();
    }
}

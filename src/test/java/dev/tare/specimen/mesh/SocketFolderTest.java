package dev.tare.specimen.mesh;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** With real processes, which are really killed. */
@EnabledOnOs(OS.LINUX)
@Timeout(30)
final class SocketFolderTest {
    @TempDir private Path parent;

    /** Makes a folder and keeps it until somebody ends the process. */
    static final class Holder {
        private Holder() {}

        public static void main(String[] args) throws Exception {
            try (SocketFolder folder = SocketFolder.make(Path.of(args[0]))) {
                Files.createFile(folder.socket());
                System.out.println(folder.socket().getParent());
                System.in.read();
            }
        }
    }

    private Process holder() throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Holder.class.getName(),
                        parent.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    private static Path folderOf(Process holder) throws IOException {
        return Path.of(holder.inputReader().readLine());
    }

    private List<Path> left() throws IOException {
        try (Stream<Path> all = Files.list(parent)) {
            return all.sorted().toList();
        }
    }

    @Test
    void whatAKilledProcessHasLeftIsRemovedAndALivingOnesIsKept() throws Exception {
        Process killed = holder();
        Process living = holder();
        try {
            Path ofKilled = folderOf(killed);
            Path ofLiving = folderOf(living);
            killed.destroyForcibly().waitFor();
            assertThat(ofKilled.resolve("socket")).exists();

            try (SocketFolder own = SocketFolder.make(parent)) {
                assertThat(ofKilled).doesNotExist();
                assertThat(ofLiving.resolve("socket")).exists();
                assertThat(left()).containsExactlyInAnyOrder(ofLiving, own.socket().getParent());
            }
            living.getOutputStream().close();
            assertThat(living.waitFor(10, TimeUnit.SECONDS)).isTrue();
            assertThat(left()).isEmpty();
        } finally {
            killed.destroyForcibly();
            living.destroyForcibly();
        }
    }

    @Test
    void anotherOfTheSameProcessIsKept() throws Exception {
        try (SocketFolder first = SocketFolder.make(parent);
                SocketFolder second = SocketFolder.make(parent)) {
            assertThat(first.socket().getParent()).exists().isNotEqualTo(second.socket());
            assertThat(left()).hasSize(2);
        }
        assertThat(left()).isEmpty();
    }

    @Test
    void whatHasNoLockOrIsNoFolderOrHoldsMoreIsLeftAlone() throws Exception {
        Path older = Files.createDirectory(parent.resolve("tare-sockets-12345"));
        Path file = Files.createFile(parent.resolve("tare-sockets-1-file"));
        Path fuller = Files.createDirectory(parent.resolve("tare-sockets-1-fuller"));
        Files.createFile(fuller.resolve("lock"));
        Path other = Files.createFile(fuller.resolve("somebody-elses"));
        Path elsewhere = Files.createDirectory(parent.resolve("elsewhere"));
        Files.createFile(elsewhere.resolve("lock"));
        Files.createSymbolicLink(parent.resolve("tare-sockets-1-link"), elsewhere);

        SocketFolder.make(parent).close();

        assertThat(older).exists();
        assertThat(file).exists();
        assertThat(other).exists();
        assertThat(elsewhere.resolve("lock")).exists();
    }

    @Test
    void noMoreThanAThousandAreLookedAt() throws Exception {
        int many = SocketFolder.MAX_LOOKED_AT + 50;
        for (int i = 0; i < many; i++) {
            Path folder = Files.createDirectory(parent.resolve(SocketFolder.PREFIX + "1-" + i));
            Files.createFile(folder.resolve("lock"));
        }
        SocketFolder.make(parent).close();
        assertThat(left()).hasSizeBetween(50, 51);
        SocketFolder.make(parent).close();
        assertThat(left()).isEmpty();
    }

    @Test
    void closingItTwiceDoesNoHarm() throws Exception {
        SocketFolder folder = SocketFolder.make(parent);
        folder.close();
        folder.close();
        assertThat(left()).isEmpty();
    }
}

package dev.tare.load.health;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class KernelThreadsTest {
    @TempDir private Path tasks;

    @Test
    void theThreadsOfThatNameAreAddedUp() throws IOException {
        task("101", "tare-load-0", "5000000 120000 17", "3");
        task("102", "tare-load-1", "9000000 30000 4", "39");
        task("103", "tare-health", "1 999999999 1", "1");
        try (KernelThreads threads = new KernelThreads(tasks, "tare-load-", 2)) {
            threads.read();
            assertThat(threads.runDelayNs()).isEqualTo(150_000);
            assertThat(threads.preemptions()).isEqualTo(42);
        }
    }

    @Test
    void threadsThatBeginLaterAreFoundLater() throws IOException {
        try (KernelThreads threads = new KernelThreads(tasks, "tare-load-", 1)) {
            threads.read();
            assertThat(threads.runDelayNs()).isEqualTo(-1);
            task("101", "tare-load-0", "5000000 120000 17", "3");
            threads.read();
            assertThat(threads.runDelayNs()).isEqualTo(120_000);
        }
    }

    @Test
    void whatCannotBeReadIsNotKnown() throws IOException {
        task("101", "tare-load-0", "", "");
        try (KernelThreads threads = new KernelThreads(tasks, "tare-load-", 1)) {
            threads.read();
            assertThat(threads.runDelayNs()).isEqualTo(-1);
            assertThat(threads.preemptions()).isEqualTo(-1);
        }
        try (KernelThreads none = new KernelThreads(tasks.resolve("absent"), "tare-load-", 1)) {
            none.read();
            assertThat(none.runDelayNs()).isEqualTo(-1);
        }
        assertThat(KernelThreads.runDelayNs("12 many 3")).isEqualTo(-1);
        assertThat(KernelThreads.preemptions("nonvoluntary_ctxt_switches:\tfew")).isEqualTo(-1);
    }

    private void task(String id, String name, String schedstat, String preemptions)
            throws IOException {
        Path folder = Files.createDirectories(tasks.resolve(id));
        Files.writeString(folder.resolve("comm"), name + "\n");
        Files.writeString(folder.resolve("schedstat"), schedstat + "\n");
        Files.writeString(
                folder.resolve("status"),
                "Name:\t%s\nvoluntary_ctxt_switches:\t7\nnonvoluntary_ctxt_switches:\t%s\n"
                        .formatted(name, preemptions));
    }
}

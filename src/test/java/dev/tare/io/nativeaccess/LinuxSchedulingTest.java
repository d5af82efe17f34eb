package dev.tare.io.nativeaccess;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

final class LinuxSchedulingTest {

    /** What the kernel says of the thread that asks, as far as it says it here. */
    private static String slice() {
        try {
            return Files.readString(Path.of("/proc/thread-self/sched"))
                    .lines()
                    .filter(line -> line.startsWith("se.slice"))
                    .findFirst()
                    .orElse("");
        } catch (IOException e) {
            return "";
        }
    }

    @Test
    void aThreadGetsTheShortestSlicesForItselfAlone() throws Exception {
        CompletableFuture<Boolean> granted = new CompletableFuture<>();
        CompletableFuture<String> slice = new CompletableFuture<>();
        Thread.ofPlatform()
                .start(() -> {
                    granted.complete(LinuxScheduling.takeShortSlices());
                    slice.complete(slice());
                });
        boolean wasGranted = granted.get(20, TimeUnit.SECONDS);
        String seen = slice.get(20, TimeUnit.SECONDS);
        if (wasGranted && !seen.isEmpty()) {
            assertThat(seen).endsWith(" 100000");
            assertThat(slice()).doesNotEndWith(" 100000");
        }
        assertThat(wasGranted).isEqualTo(isGrantedHere());
    }

    /** Linux 6.12 and later. */
    private static boolean isGrantedHere() {
        if (!System.getProperty("os.name").equals("Linux")) {
            return false;
        }
        String[] version = System.getProperty("os.version").split("[.-]", -1);
        int major = Integer.parseInt(version[0]);
        int minor = Integer.parseInt(version[1]);
        return major > 6 || (major == 6 && minor >= 12);
    }
}

package dev.tare.io.nativeaccess;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

@EnabledOnOs(
        value = OS.LINUX,
        architectures = {"amd64", "aarch64"})
final class LinuxEpollTest {

    @Test
    void theTimerSlackIsTheCallingThreadsOwn() throws Exception {
        LinuxEpoll epoll = LinuxSockets.open().orElseThrow().newEpoll();
        String before = timerSlack();
        CompletableFuture<String> slack = new CompletableFuture<>();
        Thread.ofPlatform()
                .start(() -> {
                    epoll.setTimerSlack(12_345);
                    slack.complete(timerSlack());
                })
                .join();
        assertThat(slack.get()).isEqualTo("12345");
        assertThat(timerSlack()).isEqualTo(before);
    }

    private static String timerSlack() {
        try {
            Path thread = Files.readSymbolicLink(Path.of("/proc/thread-self")).getFileName();
            return Files.readString(Path.of("/proc", thread.toString(), "timerslack_ns")).strip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

package dev.tare.io.net;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tare.base.time.NanoClock;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

final class EventLoopsTest {

    @Test
    void autoOpensWhatItSaysItTakes() throws IOException {
        EventLoops.Choice choice = EventLoops.auto();
        assertThat(choice.backEnd()).isNotEqualTo(IoBackEnd.AUTO);
        try (EventLoop loop = EventLoops.open(LoopOptions.standard(), NanoClock.system())) {
            assertThat(loop.backEnd()).isEqualToIgnoringCase(choice.backEnd().name());
        }
    }

    @Test
    @EnabledOnOs(
            value = OS.LINUX,
            architectures = {"amd64", "aarch64"})
    void linuxHasEpoll() {
        assertThat(EventLoops.auto().backEnd()).isEqualTo(IoBackEnd.EPOLL);
        assertThat(EventLoops.auto().fallback()).isEmpty();
    }
}

package dev.tare.io.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import dev.tare.base.time.NanoClock;
import dev.tare.io.nativeaccess.LinuxIoUring;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
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
    void autoTakesTheFirstThatIsThereAndSaysWhyNotABetterOne() {
        List<IoBackEnd> preferred = List.of(IoBackEnd.IO_URING, IoBackEnd.EPOLL, IoBackEnd.NIO);
        assertThat(EventLoops.choose(preferred, b -> Optional.empty()))
                .isEqualTo(new EventLoops.Choice(IoBackEnd.IO_URING, Optional.empty()));
        Optional<String> reason = Optional.of("io_uring: forbidden");
        assertThat(
                        EventLoops.choose(
                                preferred,
                                b -> b == IoBackEnd.IO_URING ? reason : Optional.empty()))
                .isEqualTo(new EventLoops.Choice(IoBackEnd.EPOLL, reason));
        assertThat(
                        EventLoops.choose(
                                preferred, b -> b == IoBackEnd.NIO ? Optional.empty() : reason))
                .isEqualTo(new EventLoops.Choice(IoBackEnd.NIO, reason));
    }

    @Test
    void ioUringIsOpenedWhereItIsThereAndElseRefusedInOneLine() throws IOException {
        LoopOptions options = new LoopOptions(IoBackEnd.IO_URING, 0);
        Optional<String> absence = LinuxIoUring.absence();
        if (absence.isEmpty()) {
            try (EventLoop loop = EventLoops.open(options, NanoClock.system())) {
                assertThat(loop.backEnd()).isEqualTo("io_uring");
            }
        } else {
            assertThatIOException()
                    .isThrownBy(() -> EventLoops.open(options, NanoClock.system()))
                    .withMessage(absence.get())
                    .withMessageNotContaining("\n");
        }
    }

    @Test
    @EnabledOnOs(
            value = OS.LINUX,
            architectures = {"amd64", "aarch64"})
    void linuxHasIoUringOrAtLeastEpoll() {
        EventLoops.Choice choice = EventLoops.auto();
        Optional<String> absence = LinuxIoUring.absence();
        assertThat(choice.backEnd())
                .isEqualTo(absence.isEmpty() ? IoBackEnd.IO_URING : IoBackEnd.EPOLL);
        assertThat(choice.fallback()).isEqualTo(absence);
    }
}

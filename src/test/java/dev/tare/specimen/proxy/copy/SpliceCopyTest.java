package dev.tare.specimen.proxy.copy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tare.io.nativeaccess.LinuxPipe;
import dev.tare.specimen.proxy.copy.CopyCounters.Count;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

@EnabledOnOs(
        value = OS.LINUX,
        architectures = {"amd64", "aarch64"})
final class SpliceCopyTest {
    private final List<String> said = new ArrayList<>();
    private final SpliceCopy copy = new SpliceCopy(1000, said::add);

    @AfterEach
    void close() {
        assertThat(copy.close()).isTrue();
    }

    @Test
    void whatIsTooShortGetsNoPipe() {
        assertThat(copy.takePipe(999)).isNull();
        assertThat(copy.takePipe(1000)).isNotNull();
        assertThat(said).isEmpty();
    }

    @Test
    void anEmptyPipeIsUsedAgain() {
        LinuxPipe pipe = Objects.requireNonNull(copy.takePipe(1000));
        copy.giveBack(pipe);
        assertThat(copy.takePipe(1000)).isSameAs(pipe);
        assertThat(copy.counters().of(Count.PIPES_OPENED)).isEqualTo(1);
    }

    @Test
    void thereAreNoMorePipesThanAllowedAndThatIsSaid() {
        for (int i = 0; i < SpliceCopy.MAX_PIPES; i++) {
            assertThat(copy.takePipe(1000)).isNotNull();
        }
        assertThat(copy.takePipe(1000)).isNull();
        assertThat(copy.counters().of(Count.PIPES_OPENED)).isEqualTo(SpliceCopy.MAX_PIPES);
        assertThat(copy.counters().of(Count.PIPE_SHORTAGES)).isEqualTo(1);
        assertThat(said).singleElement().asString().contains("no pipe was left (64 a thread");
    }

    @Test
    void connectionsThatCannotAreCountedAndSaid() {
        copy.onConnectionWithoutPipes();
        assertThat(copy.counters().of(Count.CONNECTIONS_WITHOUT_PIPES)).isEqualTo(1);
        assertThat(said).singleElement().asString().contains("pass by memory");
    }
}

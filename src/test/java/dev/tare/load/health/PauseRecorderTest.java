package dev.tare.load.health;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tare.base.core.Pauses;
import org.junit.jupiter.api.Test;

final class PauseRecorderTest {
    private final PauseRecorder recorder = new PauseRecorder();

    @Test
    void pausesAreCountedBetweenPowersOfTwo() {
        recorder.add(1 << 20);
        recorder.add((1 << 21) - 1);
        recorder.add(1 << 21);
        Pauses pauses = recorder.take();
        assertThat(pauses.longestNs()).isEqualTo(1 << 21);
        assertThat(pauses.classes())
                .containsExactly(
                        new Pauses.LengthClass(1 << 20, 2, (1 << 20) + (1 << 21) - 1),
                        new Pauses.LengthClass(1 << 21, 1, 1 << 21));
    }

    @Test
    void whatWasTakenIsNotTakenAgain() {
        recorder.add(5_000_000);
        assertThat(recorder.take().count()).isEqualTo(1);
        assertThat(recorder.take()).isEqualTo(Pauses.NONE);
    }

    @Test
    void whatLiesOutsideOfAPhaseIsNoPauseInIt() {
        recorder.add(0);
        recorder.add(-7);
        assertThat(recorder.take()).isEqualTo(Pauses.NONE);
    }
}

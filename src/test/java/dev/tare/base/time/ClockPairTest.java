package dev.tare.base.time;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class ClockPairTest {
    @Test
    void clocksThatRunTogetherHaveNoStep() {
        ClockPair early = new ClockPair(1_000, 1_763_600_000_000_000_000L);
        ClockPair late = new ClockPair(5_000, 1_763_600_000_000_004_000L);
        assertThat(late.stepNs(early)).isZero();
    }

    @Test
    void aWallClockThatWasSetBackIsAStepBack() {
        ClockPair early = new ClockPair(1_000, 10_000_000_000L);
        ClockPair late = new ClockPair(2_001_000, 9_000_000_000L);
        assertThat(late.stepNs(early)).isEqualTo(-1_002_000_000);
    }

    @Test
    void ofSeveralReadingsTheTightestIsTaken() {
        // Each reading looks at the monotonic clock twice; the third takes least.
        long[] monotonicNs = {0, 900, 1_000, 1_500, 2_000, 2_100, 3_000, 3_800, 4_000, 4_700};
        int[] looks = {0, 0};
        ClockPair pair =
                ClockPair.read(() -> monotonicNs[looks[0]++], () -> 5_000_000L + looks[1]++);
        assertThat(pair).isEqualTo(new ClockPair(2_050, 5_000_002));
    }
}

package dev.tare.lab.verdict.rule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.tare.base.core.Pauses;
import dev.tare.lab.bundle.SyntheticBundle;
import dev.tare.lab.verdict.FigureKind;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;

final class PauseShiftTest {
    private static final double MS = 1e6;

    /** 1 ms to 100 ms, a hundred of each. */
    private static Histogram even() {
        Histogram times = SyntheticBundle.histogram();
        for (int ms = 1; ms <= 100; ms++) {
            times.recordValueWithCount(ms * 1_000_000L, 100);
        }
        return times;
    }

    @Test
    void withoutPausesNothingMoves() {
        PauseShift shift = new PauseShift(Pauses.NONE, even(), 64, 0);
        assertThat(shift.ns(FigureKind.RESPONSE_TIME_P99)).isZero();
        assertThat(shift.ns(FigureKind.RESPONSE_TIME_MAX)).isZero();
    }

    @Test
    void aPercentileMovesNoFurtherThanTheShareOfItsVictims() {
        // 100 of 10,000 were in flight: the p50 could be what is now the p49.
        PauseShift shift = new PauseShift(Pauses.alike(1, 500_000_000), even(), 100, 0);
        assertThat(shift.ns(FigureKind.RESPONSE_TIME_P50)).isCloseTo(MS, within(0.1 * MS));
    }

    @Test
    void aPercentileMovesNoFurtherThanThePause() {
        PauseShift shift = new PauseShift(Pauses.alike(1_000, 200_000_000), even(), 100, 0);
        assertThat(shift.ns(FigureKind.RESPONSE_TIME_P50)).isEqualTo(200_000);
    }

    @Test
    void shortAndLongPausesAreBoundedEachInItsWay() {
        // Many of 0.2 ms, which move it by no more than 0.27 ms, and one of 500 ms as above.
        Pauses both = Pauses.alike(1_000, 200_000_000).plus(Pauses.alike(1, 500_000_000));
        PauseShift shift = new PauseShift(both, even(), 100, 0);
        assertThat(shift.ns(FigureKind.RESPONSE_TIME_P50)).isCloseTo(1.27 * MS, within(0.1 * MS));
    }

    @Test
    void inAnOpenLoopThoseThatWereToBeginMeanwhileAreVictimsToo() {
        // A request a ms, a pause of 100 ms: 201 of 10,000.
        PauseShift shift = new PauseShift(Pauses.alike(1, 100_000_000), even(), 1, 1e-6);
        assertThat(shift.ns(FigureKind.RESPONSE_TIME_P50)).isCloseTo(2 * MS, within(0.1 * MS));
    }

    @Test
    void theMeanMovesByTheTimeAllWaited() {
        PauseShift closed = new PauseShift(Pauses.alike(1, 500_000_000), even(), 100, 0);
        assertThat(closed.ns(FigureKind.RESPONSE_TIME_MEAN)).isCloseTo(5 * MS, within(1.0));
        PauseShift open = new PauseShift(Pauses.alike(1, 100_000_000), even(), 1, 1e-6);
        assertThat(open.ns(FigureKind.RESPONSE_TIME_MEAN)).isCloseTo(1.01 * MS, within(1.0));
    }
}

package dev.tare.view.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

final class AxisTest {

    @Test
    void aLinearAxisEndsAtARoundNumber() {
        Axis axis = Axis.linear(0.0173, 4, 100, 0);

        assertThat(axis.max()).isCloseTo(0.02, within(1e-12));
        assertThat(axis.at(0)).isEqualTo(100);
        assertThat(axis.at(0.01)).isCloseTo(50, within(1e-9));
        assertThat(axis.ticks(4)).hasSize(5);
    }

    @Test
    void equalRatiosTakeEqualLengthsOnALogarithmicAxis() {
        Axis axis = new Axis(1, 1_000, true, 0, 300);

        assertThat(axis.at(10)).isCloseTo(100, within(1e-9));
        assertThat(axis.at(100)).isCloseTo(200, within(1e-9));
        assertThat(axis.ticks(0)).containsExactly(1.0, 10.0, 100.0, 1_000.0);
    }

    @Test
    void aLogarithmicAxisHoldsItsEnds() {
        Axis axis = Axis.logarithmic(130, 4_100, 0, 1);

        assertThat(axis.min()).isCloseTo(100, within(1e-9));
        assertThat(axis.max()).isCloseTo(5_000, within(1e-9));
    }

    @Test
    void whatLiesBeyondIsDrawnAtTheEdge() {
        Axis axis = new Axis(1, 10, true, 0, 100);

        assertThat(axis.at(0)).isEqualTo(0);
        assertThat(axis.at(1e9)).isEqualTo(100);
    }

    @Test
    void nothingAtAllStillGivesAnAxis() {
        assertThat(Axis.linear(0, 4, 0, 1).max()).isPositive();
    }
}

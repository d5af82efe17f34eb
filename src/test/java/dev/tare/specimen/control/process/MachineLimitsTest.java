package dev.tare.specimen.control.process;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class MachineLimitsTest {
    @Test
    void aRangeHasBothItsEnds() {
        assertThat(MachineLimits.ports("32768\t60999\n")).isEqualTo(28_232);
        assertThat(MachineLimits.ports("1024 1024")).isEqualTo(1);
    }

    @Test
    void whatIsNoRangeIsTakenForTheUsualOne() {
        assertThat(MachineLimits.ports("")).isEqualTo(28_232);
        assertThat(MachineLimits.ports("many")).isEqualTo(28_232);
    }

    @Test
    void thisMachineGivesSome() {
        assertThat(MachineLimits.system().openFiles()).isGreaterThan(100);
        assertThat(MachineLimits.system().ports()).isGreaterThan(100);
    }
}

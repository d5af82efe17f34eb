package dev.tare.base.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

final class WilsonIntervalTest {
    @Test
    void agreesWithTheFormulaByHand() {
        // Agresti and Coull 1998: 0 of 20 is 0 to 0.1611; 10 of 20 is 0.2993 to 0.7007.
        assertThat(WilsonInterval.of(0, 20, 0.95).low()).isZero();
        assertThat(WilsonInterval.of(0, 20, 0.95).high()).isCloseTo(0.1611, within(1e-4));
        assertThat(WilsonInterval.of(10, 20, 0.95).low()).isCloseTo(0.2993, within(1e-4));
        assertThat(WilsonInterval.of(10, 20, 0.95).high()).isCloseTo(0.7007, within(1e-4));
        assertThat(WilsonInterval.of(20, 20, 0.95).high()).isEqualTo(1);
    }

    @Test
    void theSmallestCountIsTheFirstWhoseIntervalEndsBelowTheBound() {
        long count = WilsonInterval.smallestCount(0.01, 0.95);

        assertThat(WilsonInterval.of(0, count, 0.95).high()).isLessThan(0.01);
        assertThat(WilsonInterval.of(0, count - 1, 0.95).high()).isGreaterThanOrEqualTo(0.01);
    }

    @Test
    void moreHitsThanThingsAreRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> WilsonInterval.of(3, 2, 0.95))
                .withMessageContaining("3 of 2");
    }
}

package dev.tare.base.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

final class ConfidenceIntervalTest {
    private final ConfidenceInterval lopsided = new ConfidenceInterval(1, 10, 0.95);

    @Test
    void whatTheIntervalJustReachesHasTheProbabilityThatItsLevelLeaves() {
        assertThat(lopsided.probability(3, 1, 7)).isCloseTo(0.05, within(1e-12));
        assertThat(lopsided.probability(3, 10, 7)).isCloseTo(0.05, within(1e-12));
    }

    @Test
    void theProbabilityFallsWithTheDistanceTowardsThatSide() {
        assertThat(lopsided.probability(3, 3, 7)).isEqualTo(1);
        assertThat(lopsided.probability(3, 2, 7)).isBetween(0.05, 1.0);
        assertThat(lopsided.probability(3, 0, 7)).isLessThan(0.05);
        assertThat(lopsided.probability(3, -3, 7)).isLessThan(lopsided.probability(3, 0, 7));
    }

    @Test
    void withoutAMarginEverythingElseIsImpossible() {
        assertThat(new ConfidenceInterval(3, 3, 0.95).probability(3, 0, 7)).isZero();
    }

    @Test
    void anEstimateOutsideIsRefused() {
        assertThatThrownBy(() -> lopsided.probability(11, 0, 7))
                .hasMessage("estimate 11.0 is not within 1.0 to 10.0");
    }
}

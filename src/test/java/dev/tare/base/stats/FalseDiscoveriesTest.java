package dev.tare.base.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;

final class FalseDiscoveriesTest {
    /** Bounds are 0.01, 0.02, 0.03, 0.04, 0.05; the fourth is the last at or below its own. */
    @Test
    void theLevelIsThatOfTheLastProbabilityBelowItsBound() {
        double[] probabilities = {0.9, 0.005, 0.035, 0.021, 0.029};
        assertThat(FalseDiscoveries.level(probabilities, 0.05)).isCloseTo(0.04, within(1e-15));
    }

    @Test
    void oneTestHasTheWholeLevelAndNoneSignificantTheSmallest() {
        assertThat(FalseDiscoveries.level(new double[] {0.3}, 0.05)).isEqualTo(0.05);
        assertThat(FalseDiscoveries.level(new double[] {0.3, 0.4}, 0.05)).isEqualTo(0.025);
        assertThat(FalseDiscoveries.level(new double[0], 0.05)).isEqualTo(0.05);
        assertThatThrownBy(() -> FalseDiscoveries.level(new double[] {0.3}, 0))
                .hasMessageContaining("between 0 and 1");
    }

    /** 2,000 families of 50 tests without an effect; 8 % has a probability below 10^-8. */
    @Test
    void whereNothingIsTrueAFamilyRaisesAnAlarmNoMoreOftenThanTheShare() {
        Random random = new Random(21);
        int alarms = 0;
        for (int family = 0; family < 2_000; family++) {
            double[] probabilities = random.doubles(50).toArray();
            double level = FalseDiscoveries.level(probabilities, 0.05);
            boolean any = false;
            for (double probability : probabilities) {
                any |= probability <= level;
            }
            alarms += any ? 1 : 0;
        }
        assertThat(alarms).isLessThan(160);
    }
}

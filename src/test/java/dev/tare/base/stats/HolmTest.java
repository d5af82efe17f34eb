package dev.tare.base.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class HolmTest {
    /** Worked out by hand: 4 × 0.005, 3 × 0.01, 2 × 0.03, and 0.04 raised to what stands before. */
    @Test
    void everyProbabilityIsMultipliedByHowManyAreLeft() {
        double[] adjusted = Holm.adjusted(new double[] {0.01, 0.04, 0.03, 0.005});
        assertThat(adjusted).containsExactly(new double[] {0.03, 0.06, 0.06, 0.02}, within(1e-15));
        assertThat(Holm.rejected(new double[] {0.01, 0.04, 0.03, 0.005}, 0.05))
                .containsExactly(true, false, false, true);
    }

    @Test
    void noProbabilityIsAdjustedBeyondOne() {
        assertThat(Holm.adjusted(new double[] {0.6, 0.7})).containsExactly(1, 1);
        assertThat(Holm.adjusted(new double[] {0})).containsExactly(0);
    }

    @Test
    void ofNoTestsNoneIsRejected() {
        assertThat(Holm.rejected(new double[0], 0.05)).isEmpty();
    }

    @Test
    void whatIsNoProbabilityIsRefused() {
        assertThatThrownBy(() -> Holm.adjusted(new double[] {0.5, Double.NaN}))
                .hasMessage("probability NaN must lie between 0 and 1");
        assertThatThrownBy(() -> Holm.adjusted(new double[] {1.5}))
                .hasMessage("probability 1.5 must lie between 0 and 1");
    }

    /**
     * 1,000 families of 20 differences that are nothing and hang together by halves: at the level 5
     * % more than 75 of 1,000 have a probability below 10^-3. One by one 20 tests would raise an
     * alarm in up to 64 of 100 families.
     */
    @Test
    void aFamilyOfNothingSeldomRaisesOneFalseAlarm() {
        Random random = new Random(17);
        int alarms = 0;
        int oneByOne = 0;
        for (int family = 0; family < 1_000; family++) {
            double[] probabilities = new double[20];
            double common = random.nextGaussian();
            for (int i = 0; i < probabilities.length; i++) {
                double z = Math.sqrt(0.5) * (common + random.nextGaussian());
                probabilities[i] = 2 * SpecialFunctions.normalCdf(-Math.abs(z));
            }
            boolean[] rejected = Holm.rejected(probabilities, 0.05);
            boolean any = false;
            for (boolean one : rejected) {
                any |= one;
            }
            alarms += any ? 1 : 0;
            oneByOne += Arrays.stream(probabilities).anyMatch(p -> p < 0.05) ? 1 : 0;
        }
        assertThat(alarms).isLessThanOrEqualTo(75);
        assertThat(oneByOne).isGreaterThan(300);
    }
}

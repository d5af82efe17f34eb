package dev.tare.base.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;

final class StepTest {
    @Test
    void aPlainStepIsFoundWhereItIsAndIsNoChance() {
        assertThat(Step.of(new double[] {2, 2, 2, 2, 5, 5, 5})).isEqualTo(new Step(4, 3, 0));
    }

    @Test
    void constantOrFewValuesHaveNoStep() {
        assertThat(Step.of(new double[] {3, 3, 3, 3, 3, 3, 3})).isEqualTo(new Step(0, 0, 1));
        assertThat(Step.of(new double[] {1, 1, 9, 9, 9})).isEqualTo(new Step(0, 0, 1));
    }

    /** One split alone: means 2 and 6, squares within 2 + 2, t = 4·√1.5/√(4/4) = 4.899, 4 d. f. */
    @Test
    void theProbabilityIsThatOfTheTwoSamplesTTimesTheSplits() {
        Step one = Step.of(new double[] {1, 2, 3, 5, 6, 7});
        assertThat(one.at()).isEqualTo(3);
        assertThat(one.change()).isCloseTo(4, within(1e-12));
        assertThat(one.probability())
                .isCloseTo(StudentT.twoSided(4 * Math.sqrt(1.5), 4), within(1e-12));
        Step three = Step.of(new double[] {1, 2, 3, 2, 6, 5, 7, 6});
        assertThat(three.at()).isEqualTo(4);
        assertThat(three.probability())
                .isCloseTo(3 * StudentT.twoSided(4 / Math.sqrt(2 / 3.0 / 2), 6), within(1e-12));
    }

    @Test
    void anOutlierAtTheEndIsNoStepOfItsOwn() {
        assertThat(Step.of(new double[] {1, 2, 1, 2, 1, 2, 1, 2, 90}).at()).isEqualTo(6);
        assertThat(Step.of(new double[] {1, 2, 1, 2, 1, 2, 1, 2, 90}).probability())
                .isGreaterThan(0.1);
    }

    /** 4,000 series without a step; more than 1.7 % of them has a probability below 10^-4. */
    @Test
    void atOnePercentAtMostOneSeriesInAHundredRaisesAFalseAlarm() {
        Random random = new Random(13);
        int alarms = 0;
        for (int e = 0; e < 4_000; e++) {
            double[] values = new double[12];
            for (int i = 0; i < values.length; i++) {
                values[i] = random.nextGaussian();
            }
            alarms += Step.of(values).probability() < 0.01 ? 1 : 0;
        }
        assertThat(alarms).isBetween(4, 68);
    }
}

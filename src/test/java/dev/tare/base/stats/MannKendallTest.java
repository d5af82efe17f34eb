package dev.tare.base.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class MannKendallTest {
    /** Of 24 orders of four values one rises throughout and one falls: 2/24. */
    @Test
    void fourRisingValuesHaveTheProbabilityOfTwoOrdersIn24() {
        MannKendall rising = MannKendall.of(new double[] {1, 2, 3, 4});
        assertThat(rising.score()).isEqualTo(6);
        assertThat(rising.probability()).isCloseTo(2 / 24.0, within(1e-12));
        assertThat(MannKendall.of(new double[] {9, 7, 5, 1}).score()).isEqualTo(-6);
    }

    /** One inversion: three orders of four values have one, so that P(S >= 4) = 4/24. */
    @Test
    void oneExchangeOfNeighboursIsNoTrendOfFourValuesYet() {
        assertThat(MannKendall.of(new double[] {1, 2, 4, 3}).probability())
                .isCloseTo(8 / 24.0, within(1e-12));
    }

    @Test
    void equalValuesAndASingleOneHaveNoTrend() {
        assertThat(MannKendall.of(new double[] {5, 5, 5, 5})).isEqualTo(new MannKendall(0, 1));
        assertThat(MannKendall.of(new double[] {5})).isEqualTo(new MannKendall(0, 1));
    }

    @Test
    void beyondThirtyValuesTheProbabilityIsNormalAndJoinsTheExactOne() {
        for (int n : new int[] {29, 30, 31, 60}) {
            double[] leaning =
                    IntStream.range(0, n).mapToDouble(i -> i + n * (i * 7 % 5)).toArray();
            MannKendall test = MannKendall.of(leaning);
            double deviation = Math.sqrt(n * (n - 1.0) * (2.0 * n + 5) / 18);
            double normal = 2 * SpecialFunctions.normalCdf(-(test.score() - 1) / deviation);
            assertThat(test.score()).isPositive();
            assertThat(test.probability())
                    .isCloseTo(normal, within(n > MannKendall.EXACT_UP_TO ? 1e-15 : 0.05 * normal));
        }
    }

    /** 2,000 series without a trend: outside of 6 to 13 % with a probability below 10^-4. */
    @Test
    void atTenPercentAboutOneSeriesInTenRaisesAFalseAlarm() {
        Random random = new Random(19);
        int alarms = 0;
        for (int e = 0; e < 2_000; e++) {
            double[] values = random.doubles(9).toArray();
            alarms += MannKendall.of(values).probability() <= 0.10 ? 1 : 0;
        }
        assertThat(alarms).isBetween(120, 260);
    }
}

package dev.tare.base.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;

final class TrendTest {
    @Test
    void aStraightLineChangesByItsWholeRiseAndIsNoChance() {
        Trend trend = Trend.of(new double[] {1, 2, 3, 4, 5, 6});
        assertThat(trend.change()).isCloseTo(5, within(1e-12));
        assertThat(trend.probability()).isZero();
    }

    @Test
    void constantValuesHaveNoTrend() {
        assertThat(Trend.of(new double[] {3, 3, 3, 3})).isEqualTo(new Trend(0, 1));
        assertThat(Trend.of(new double[] {3, 4})).isEqualTo(new Trend(0, 1));
    }

    /** The slope's t is 2.1213 with 3 degrees of freedom, worked out by hand. */
    @Test
    void theProbabilityIsThatOfTheSlopesT() {
        Trend trend = Trend.of(new double[] {1, 3, 2, 5, 3});
        double slope = 0.6;
        double residual = 8.8 - slope * slope * 10;
        double t = slope / Math.sqrt(residual / 3 / 10);
        assertThat(trend.change()).isCloseTo(4 * slope, within(1e-12));
        assertThat(trend.probability()).isCloseTo(StudentT.twoSided(t, 3), within(1e-12));
    }

    /** 4,000 series without a trend; more than 1.7 % of them has a probability below 10^-4. */
    @Test
    void atOnePercentAboutOneSeriesInAHundredRaisesAFalseAlarm() {
        Random random = new Random(11);
        int alarms = 0;
        for (int e = 0; e < 4_000; e++) {
            double[] values = random.doubles(12).toArray();
            alarms += Trend.of(values).probability() < 0.01 ? 1 : 0;
        }
        assertThat(alarms).isBetween(15, 68);
    }
}

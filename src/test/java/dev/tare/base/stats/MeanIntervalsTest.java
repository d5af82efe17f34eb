package dev.tare.base.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;

final class MeanIntervalsTest {
    @Test
    void theIntervalIsSymmetricOnALogarithmicScale() {
        ConfidenceInterval interval =
                MeanIntervals.ofPooled(10, new double[] {9, 10, 11, 12, 9, 10}, 0.95);
        assertThat(interval.low() * interval.high()).isCloseTo(100, within(1e-9));
        assertThat(interval.low()).isLessThan(10);
    }

    @Test
    void aBlockOfZeroFallsBackToThePlainScaleAndStaysAboveZero() {
        ConfidenceInterval interval =
                MeanIntervals.ofPooled(2, new double[] {0, 4, 0, 4, 2, 2}, 0.95);
        assertThat(interval.low()).isBetween(0.0, 0.2);
        assertThat(interval.high() - 2)
                .isCloseTo(2.570581836 * 1.788854 / Math.sqrt(6), within(1e-5));
    }

    @Test
    void geometricMeanRefusesZero() {
        assertThatThrownBy(() -> MeanIntervals.geometricMean(new double[] {1, 0}))
                .isInstanceOf(IllegalArgumentException.class);
    }

    /**
     * 2,000 experiments with a fixed seed. With a true coverage of 95 % the share lies below 93 %
     * or above 97 % with a probability below 10^-4.
     */
    @Test
    void theIntervalCoversTheGeometricMeanAsOftenAsItSays() {
        Random random = new Random(42);
        int covered = 0;
        int experiments = 2_000;
        for (int e = 0; e < experiments; e++) {
            double[] blocks = new double[8];
            for (int b = 0; b < blocks.length; b++) {
                blocks[b] = 31 * Math.exp(0.2 * random.nextGaussian());
            }
            covered += MeanIntervals.ofGeometricMean(blocks, 0.95).contains(31) ? 1 : 0;
        }
        assertThat((double) covered / experiments).isBetween(0.93, 0.97);
    }
}

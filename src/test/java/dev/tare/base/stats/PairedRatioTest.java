package dev.tare.base.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;

final class PairedRatioTest {
    @Test
    void driftThatBothHalvesShareCancelsAltogether() {
        double[] bare = {1, 2, 4, 8, 3, 7};
        double[] specimen = new double[bare.length];
        for (int i = 0; i < bare.length; i++) {
            specimen[i] = 1.5 * bare[i];
        }
        PairedRatio ratio = PairedRatio.of(specimen, bare, 0.95);
        assertThat(ratio.ratio()).isCloseTo(1.5, within(1e-12));
        assertThat(ratio.interval().halfWidth()).isCloseTo(0, within(1e-12));
        assertThat(ratio.difference(10)).isCloseTo(5, within(1e-11));
    }

    @Test
    void theDifferenceIsBareTimesTheRatioLessOneAtBothEnds() {
        PairedRatio ratio =
                PairedRatio.of(new double[] {11, 13, 12}, new double[] {10, 10, 10}, 0.9);
        ConfidenceInterval difference = ratio.differenceInterval(200);
        assertThat(difference.low()).isEqualTo(200 * (ratio.interval().low() - 1));
        assertThat(difference.high()).isEqualTo(200 * (ratio.interval().high() - 1));
        assertThat(difference.level()).isEqualTo(0.9);
    }

    /** ln r is 0.1, 0.2 and 0.3: t = 0.2·√3/0.1 = 3.4641 with 2 degrees of freedom. */
    @Test
    void theProbabilityIsThatOfThePairedTTest() {
        double[] specimen = {Math.exp(0.1), Math.exp(0.2), Math.exp(0.3)};
        PairedRatio ratio = PairedRatio.of(specimen, new double[] {1, 1, 1}, 0.95);
        assertThat(ratio.probability()).isCloseTo(0.0741799, within(1e-6));
        ConfidenceInterval logs =
                new ConfidenceInterval(
                        Math.log(ratio.interval().low()), Math.log(ratio.interval().high()), 0.95);
        assertThat(logs.probability(0.2, 0, 2)).isCloseTo(ratio.probability(), within(1e-9));
    }

    @Test
    void pairsThatDoNotDifferHaveTheProbabilityOneAndThoseThatAllDifferAlikeZero() {
        double[] bare = {10, 20, 40};
        assertThat(PairedRatio.of(bare, bare, 0.95).probability()).isEqualTo(1);
        assertThat(PairedRatio.of(new double[] {20, 40, 80}, bare, 0.95).probability()).isZero();
    }

    @Test
    void valuesThatAreNoPairsAreRefused() {
        assertThatThrownBy(() -> PairedRatio.of(new double[] {1, 2}, new double[] {1}, 0.95))
                .hasMessage("2 and 1 values are no pairs");
        assertThatThrownBy(() -> PairedRatio.of(new double[] {1, 2}, new double[] {1, 0}, 0.95))
                .hasMessage("a ratio needs values above zero");
    }

    /** As in MeanIntervalsTest: outside of 93 to 97 % with a probability below 10^-4. */
    @Test
    void theIntervalCoversTheTrueRatioAsOftenAsItSaysWhateverTheDrift() {
        Random random = new Random(7);
        int covered = 0;
        int experiments = 2_000;
        for (int e = 0; e < experiments; e++) {
            double[] bare = new double[6];
            double[] specimen = new double[6];
            for (int b = 0; b < bare.length; b++) {
                double drift = Math.exp(0.5 * random.nextGaussian());
                bare[b] = drift * Math.exp(0.03 * random.nextGaussian());
                specimen[b] = 1.2 * drift * Math.exp(0.03 * random.nextGaussian());
            }
            covered += PairedRatio.of(specimen, bare, 0.95).interval().contains(1.2) ? 1 : 0;
        }
        assertThat((double) covered / experiments).isBetween(0.93, 0.97);
    }
}

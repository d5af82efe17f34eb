package dev.tare.base.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

final class ContrastTest {
    /** Worked out by hand: variances of the means 7/9 and 11.5/5, the tail by integration. */
    @Test
    void anExampleOfWelchsComesOutAsByHand() {
        Contrast contrast =
                Contrast.unpaired(new double[] {1, 2, 4}, new double[] {7, 3, 8, 12, 5});
        assertThat(contrast.value()).isCloseTo(14.0 / 3, within(1e-12));
        assertThat(contrast.standardError()).isCloseTo(1.754360, within(1e-6));
        assertThat(contrast.degreesOfFreedom()).isCloseTo(5.829474, within(1e-6));
        assertThat(contrast.probability()).isCloseTo(0.03858, within(2e-5));
    }

    @Test
    void ofEqualSamplesWelchIsStudentsTest() {
        Contrast contrast = Contrast.unpaired(new double[] {1, 2, 3}, new double[] {2, 3, 4});
        assertThat(contrast.degreesOfFreedom()).isCloseTo(4, within(1e-12));
        assertThat(contrast.standardError()).isCloseTo(Math.sqrt(2.0 / 3), within(1e-12));
        // Student's t of 1.2247 with 4 degrees: two-sided 0.2879.
        assertThat(contrast.probability()).isCloseTo(0.2879, within(1e-4));
    }

    @Test
    void aVarianceOfOneHalfAloneHasThatHalfsDegreesOfFreedom() {
        Contrast contrast = Contrast.unpaired(new double[] {5, 5, 5, 5}, new double[] {1, 2, 3});
        assertThat(contrast.degreesOfFreedom()).isCloseTo(2, within(1e-12));
    }

    @Test
    void pairsLeaveOutWhatBothHaveInCommon() {
        Contrast contrast = Contrast.paired(new double[] {0.1, 0.1, 0.1 + 1e-9});
        assertThat(contrast.value()).isCloseTo(0.1, within(1e-8));
        assertThat(contrast.probability()).isLessThan(1e-6);
        assertThat(contrast.degreesOfFreedom()).isEqualTo(2);
    }

    @Test
    void theIntervalExcludesZeroWhereTheProbabilityIsBelowItsRest() {
        SplitMix64 random = new SplitMix64(7);
        int excluded = 0;
        for (int i = 0; i < 200; i++) {
            double[] differences = new double[8];
            for (int d = 0; d < differences.length; d++) {
                differences[d] = random.nextDouble() - 0.4;
            }
            Contrast contrast = Contrast.paired(differences);
            boolean excludes = !contrast.interval(0.95).contains(0);
            excluded += excludes ? 1 : 0;
            assertThat(excludes).isEqualTo(contrast.probability() < 0.05);
        }
        assertThat(excluded).isBetween(10, 190);
    }

    @Test
    void withoutAnySpreadADifferenceIsSureAndNoneIsNone() {
        Contrast sure = Contrast.paired(new double[] {2, 2, 2});
        assertThat(sure.probability()).isZero();
        assertThat(sure.probabilityAbove(1.9)).isZero();
        assertThat(sure.probabilityAbove(2)).isEqualTo(1);
        assertThat(sure.probabilityBelow(2.1)).isZero();
        Contrast none = Contrast.unpaired(new double[] {3, 3}, new double[] {3, 3});
        assertThat(none.probability()).isEqualTo(1);
        assertThat(none.interval(0.95).halfWidth()).isZero();
    }

    @Test
    void aBoundIsAskedFromBothSides() {
        Contrast contrast = new Contrast(1, 1, 10);
        assertThat(contrast.probabilityAbove(1)).isCloseTo(0.5, within(1e-12));
        assertThat(contrast.probabilityAbove(0))
                .isCloseTo(contrast.probability() / 2, within(1e-12));
        assertThat(contrast.probabilityAbove(3) + contrast.probabilityBelow(3))
                .isCloseTo(1, within(1e-12));
    }

    @Test
    void whatIsNoContrastIsRefused() {
        assertThatThrownBy(() -> Contrast.paired(new double[] {1}))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("one block has no variance");
        assertThatThrownBy(() -> new Contrast(Double.NaN, 1, 1))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Contrast(0, -1, 1))
                .isInstanceOf(IllegalArgumentException.class);
    }
}

package dev.tare.base.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.apache.commons.statistics.distribution.BetaDistribution;
import org.apache.commons.statistics.distribution.NormalDistribution;
import org.junit.jupiter.api.Test;

final class SpecialFunctionsTest {
    @Test
    void logGammaOfWholeNumbersIsTheLogarithmOfTheFactorial() {
        double logFactorial = 0;
        for (int n = 1; n <= 200; n++) {
            assertThat(SpecialFunctions.logGamma(n))
                    .isCloseTo(logFactorial, within(1e-12 * Math.max(1, logFactorial)));
            logFactorial += Math.log(n);
        }
    }

    @Test
    void logGammaOfOneHalfIsTheLogarithmOfTheRootOfPi() {
        assertThat(SpecialFunctions.logGamma(0.5))
                .isCloseTo(0.5 * Math.log(Math.PI), within(1e-12));
    }

    @Test
    void incompleteBetaAgreesWithAnIndependentLibrary() {
        for (double a : new double[] {0.5, 1, 2.5, 40, 1_000, 250_000}) {
            for (double b : new double[] {0.5, 1, 7, 300, 10_000}) {
                for (double x : new double[] {1e-6, 0.01, 0.3, 0.5, 0.96, 0.999999}) {
                    double expected = BetaDistribution.of(a, b).cumulativeProbability(x);
                    assertThat(SpecialFunctions.incompleteBeta(x, a, b))
                            .as("I_%s(%s, %s)", x, a, b)
                            .isCloseTo(expected, within(1e-9));
                }
            }
        }
    }

    @Test
    void incompleteBetaIsZeroAndOneAtItsEnds() {
        assertThat(SpecialFunctions.incompleteBeta(0, 2, 3)).isZero();
        assertThat(SpecialFunctions.incompleteBeta(1, 2, 3)).isEqualTo(1);
    }

    @Test
    void normalCdfAgreesWithAnIndependentLibraryFarIntoTheTails() {
        NormalDistribution normal = NormalDistribution.of(0, 1);
        for (double z = -8; z <= 8; z += 0.25) {
            double expected = normal.cumulativeProbability(z);
            assertThat(SpecialFunctions.normalCdf(z))
                    .as("at %s", z)
                    .isCloseTo(expected, within(1e-13 + 1e-6 * expected * (z < -4 ? 1 : 0)));
        }
    }
}

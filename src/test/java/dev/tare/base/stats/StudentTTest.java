package dev.tare.base.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.apache.commons.statistics.distribution.TDistribution;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class StudentTTest {
    /** Published values, as NIST's handbook (1.3.6.7.2) and the usual tables have them. */
    @ParameterizedTest(name = "level={0} degrees={1}")
    @CsvSource({
        "0.95, 1, 12.706204736",
        "0.95, 2, 4.302652730",
        "0.95, 5, 2.570581836",
        "0.95, 11, 2.200985160",
        "0.95, 30, 2.042272456",
        "0.95, 100, 1.983971519",
        "0.99, 5, 4.032142984",
        "0.999, 1, 636.619248769",
        "0.999, 11, 4.436979338",
        "0.999, 30, 3.645958635"
    })
    void criticalValuesEqualThePublishedTables(double level, double degrees, double expected) {
        assertThat(StudentT.critical(level, degrees)).isCloseTo(expected, within(1e-6));
    }

    @Test
    void criticalValuesAgreeWithAnIndependentLibrary() {
        for (int degrees = 1; degrees <= 200; degrees += 3) {
            for (double level : new double[] {0.5, 0.8, 0.95, 0.999, 0.99999}) {
                double expected =
                        TDistribution.of(degrees).inverseSurvivalProbability((1 - level) / 2);
                assertThat(StudentT.critical(level, degrees))
                        .as("level %s, %s degrees", level, degrees)
                        .isCloseTo(expected, within(1e-7 * expected));
            }
        }
    }

    @Test
    void twoSidedProbabilityOfACriticalValueIsTheRestOfTheLevel() {
        assertThat(StudentT.twoSided(-2.570581836, 5)).isCloseTo(0.05, within(1e-9));
    }

    @Test
    void refusesLessThanOneDegreeOfFreedom() {
        assertThatThrownBy(() -> StudentT.critical(0.95, 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("degrees of freedom 0.0 must be at least 1");
    }
}

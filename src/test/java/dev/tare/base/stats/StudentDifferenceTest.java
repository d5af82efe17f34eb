package dev.tare.base.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

final class StudentDifferenceTest {
    /** Means 2 and 5, squares 2 and 8 with 4 degrees of freedom: variance 2.5, error √(5/3). */
    @Test
    void theDifferenceIsStudentsWithTheVarianceOfBoth() {
        StudentDifference difference =
                StudentDifference.of(
                        Sample.of(new double[] {1, 2, 3}), Sample.of(new double[] {3, 5, 7}));
        assertThat(difference.difference()).isCloseTo(3, within(1e-12));
        assertThat(difference.standardError()).isCloseTo(Math.sqrt(5.0 / 3), within(1e-12));
        assertThat(difference.degreesOfFreedom()).isEqualTo(4);
        assertThat(difference.probability())
                .isCloseTo(StudentT.twoSided(3 / Math.sqrt(5.0 / 3), 4), within(1e-12));
        ConfidenceInterval interval = difference.interval(0.95);
        assertThat(interval.halfWidth()).isCloseTo(2.7764451 * Math.sqrt(5.0 / 3), within(1e-6));
    }

    @Test
    void equalConstantsDoNotDifferAndUnequalOnesDoForCertain() {
        Sample seven = Sample.of(new double[] {7, 7, 7});
        assertThat(StudentDifference.of(seven, seven).probability()).isEqualTo(1);
        StudentDifference step = StudentDifference.of(seven, Sample.of(new double[] {8, 8, 8}));
        assertThat(step.probability()).isLessThan(1e-20);
        assertThat(step.interval(0.95).contains(1)).isTrue();
    }

    @Test
    void aNegativeErrorIsRefused() {
        assertThatThrownBy(() -> new StudentDifference(1, -1, 3))
                .hasMessageContaining("must be 0 or more");
    }
}

package dev.tare.base.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

final class SampleTest {
    @Test
    void meanAndVarianceOfAKnownSample() {
        Sample sample = Sample.of(new double[] {2, 4, 4, 4, 5, 5, 7, 9});
        assertThat(sample.count()).isEqualTo(8);
        assertThat(sample.mean()).isEqualTo(5);
        assertThat(sample.variance()).isCloseTo(32.0 / 7, within(1e-12));
        assertThat(sample.margin(0.95))
                .isCloseTo(2.364624252 * Math.sqrt(32.0 / 7 / 8), within(1e-8));
    }

    @Test
    void aLargeOffsetDoesNotSpoilTheVariance() {
        double[] values = {1e9 + 4, 1e9 + 7, 1e9 + 13, 1e9 + 16};
        assertThat(Sample.of(values).variance()).isCloseTo(30, within(1e-6));
    }

    @Test
    void equalValuesHaveNoVariance() {
        assertThat(Sample.of(new double[] {0.1, 0.1, 0.1}).variance()).isZero();
    }

    @Test
    void oneValueHasNoInterval() {
        assertThatThrownBy(() -> Sample.of(new double[] {1}).margin(0.95))
                .isInstanceOf(IllegalStateException.class);
    }
}

package dev.tare.base.histogram;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Random;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Says what HdrHistogram says, to the bit. */
final class SparseHistogramTest {
    private static final SparseHistogram NOTHING =
            SparseHistogram.of(HistogramLayout.newHistogram());

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void saysWhatTheWholeHistogramSays(long seed) {
        Histogram whole = drawn(new Random(seed));
        SparseHistogram sparse = SparseHistogram.of(whole);

        assertThat(sparse.totalCount()).isEqualTo(whole.getTotalCount());
        assertThat(sparse.meanNs()).isEqualTo(whole.getMean());
        assertThat(sparse.maxNs()).isEqualTo(whole.getMaxValue());
        for (double percentile = 0.37; percentile <= 100; percentile += 0.37) {
            assertThat(sparse.percentileNs(percentile))
                    .as("p%s", percentile)
                    .isEqualTo(whole.getValueAtPercentile(percentile));
        }
        assertThat(sparse.percentileNs(100)).isEqualTo(whole.getValueAtPercentile(100));
        assertThat(sparse.toHistogram()).isEqualTo(whole);
        for (int i = 0; i < sparse.size(); i++) {
            long highestNs = SparseHistogram.highestNsOf(sparse.bucket(i));
            assertThat(highestNs).isEqualTo(whole.highestEquivalentValue(highestNs));
            assertThat(whole.getCountAtValue(highestNs)).isEqualTo(sparse.count(i));
            assertThat(SparseHistogram.widthNsOf(sparse.bucket(i)))
                    .isEqualTo(whole.sizeOfEquivalentValueRange(highestNs));
        }
    }

    /** From a nanosecond to an hour, in no order. */
    private static Histogram drawn(Random random) {
        Histogram whole = HistogramLayout.newHistogram();
        for (int i = 0; i < 1_000; i++) {
            double exponent = random.nextDouble() * Math.log10((double) HistogramLayout.HIGHEST_NS);
            whole.recordValueWithCount((long) Math.pow(10, exponent), 1 + random.nextInt(50));
        }
        whole.recordValue(0);
        whole.recordValue(HistogramLayout.HIGHEST_NS);
        return whole;
    }

    @Test
    void addsUpLikeTheWholeHistograms() {
        Random random = new Random(9);
        Histogram expected = HistogramLayout.newHistogram();
        Histogram sum = HistogramLayout.newGrowingHistogram();
        for (int i = 0; i < 5; i++) {
            Histogram part = drawn(random);
            expected.add(part);
            SparseHistogram.of(part).addTo(sum);
        }
        assertThat(SparseHistogram.of(sum)).isEqualTo(SparseHistogram.of(expected));
        assertThat(sum.getMaxValue()).isEqualTo(expected.getMaxValue());
    }

    @Test
    void nothingHasNoBucketsAndZeroes() {
        assertThat(NOTHING.size()).isZero();
        assertThat(NOTHING.totalCount()).isZero();
        assertThat(NOTHING.meanNs()).isZero();
        assertThat(NOTHING.maxNs()).isZero();
        assertThat(NOTHING.percentileNs(50)).isZero();
        assertThat(NOTHING.toHistogram()).isEqualTo(HistogramLayout.newHistogram());
    }

    @Test
    void anotherLayoutIsRefused() {
        assertThatThrownBy(() -> SparseHistogram.of(new Histogram(2)))
                .hasMessageContaining("another layout");
    }

    @Test
    void bucketsMustRise() {
        SparseHistogram.Builder builder = new SparseHistogram.Builder();
        builder.add(5, 1);
        assertThatThrownBy(() -> builder.add(5, 1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> builder.add(6, 0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> builder.add(SparseHistogram.MAX_BUCKETS, 1))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> builder.add(6, Long.MAX_VALUE))
                .isInstanceOf(ArithmeticException.class);
    }
}

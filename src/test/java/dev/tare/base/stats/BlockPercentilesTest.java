package dev.tare.base.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class BlockPercentilesTest {
    private static final double[] PERCENTILES = {0.1, 1, 50, 90, 99, 99.9, 100};

    private static Histogram empty() {
        return new Histogram(64, 3_600_000_000_000L, 3);
    }

    private static Histogram block(Random random, int values, double factor) {
        Histogram histogram = empty();
        for (int i = 0; i < values; i++) {
            histogram.recordValue((long) (1e6 * factor * Math.exp(0.3 * random.nextGaussian())));
        }
        return histogram;
    }

    private static List<Histogram> blocks(Random random, int count, int values) {
        List<Histogram> blocks = new ArrayList<>();
        for (int b = 0; b < count; b++) {
            blocks.add(block(random, values, Math.exp(0.1 * random.nextGaussian())));
        }
        return blocks;
    }

    private static Histogram merged(List<Histogram> blocks, int[] multiplicities) {
        Histogram sum = empty();
        for (int b = 0; b < multiplicities.length; b++) {
            for (int i = 0; i < multiplicities[b]; i++) {
                sum.add(blocks.get(b));
            }
        }
        return sum;
    }

    @ParameterizedTest(name = "seed={0}")
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void percentilesEqualThoseOfTheMergedHistogram(long seed) {
        Random random = new Random(seed);
        List<Histogram> blocks = blocks(random, 5, 1 + random.nextInt(500));
        BlockPercentiles percentiles = BlockPercentiles.of(blocks);
        Histogram sum = merged(blocks, new int[] {1, 1, 1, 1, 1});
        for (double percentile : PERCENTILES) {
            assertThat(percentiles.percentile(percentile))
                    .as("p%s", percentile)
                    .isEqualTo(sum.getValueAtPercentile(percentile));
            assertThat(percentiles.percentileOfBlock(2, percentile))
                    .isEqualTo(blocks.get(2).getValueAtPercentile(percentile));
        }
        assertThat(percentiles.total()).isEqualTo(sum.getTotalCount());
    }

    /** The fast way against the slow one: really merge every resample, then sort. */
    @ParameterizedTest(name = "seed={0}")
    @ValueSource(longs = {6, 7})
    void theIntervalEqualsThatOfReallyMergedResamples(long seed) {
        List<Histogram> blocks = blocks(new Random(seed), 6, 50);
        BlockResamples resamples = BlockResamples.draw(6, 200, seed);
        long[] values = new long[200];
        for (int r = 0; r < values.length; r++) {
            values[r] = merged(blocks, resamples.multiplicities(r)).getValueAtPercentile(90);
        }
        Arrays.sort(values);
        double tail = resamples.tail(0.95);
        Histogram layout = empty();
        ConfidenceInterval interval = BlockPercentiles.of(blocks).interval(90, resamples, 0.95);
        assertThat(interval.high()).isEqualTo((double) values[(int) Math.ceil((1 - tail) * 199)]);
        assertThat(interval.low())
                .isEqualTo(
                        (double)
                                layout.lowestEquivalentValue(values[(int) Math.floor(tail * 199)]));
    }

    @Test
    void theSameSeedGivesTheSameInterval() {
        List<Histogram> blocks = blocks(new Random(1), 8, 100);
        BlockPercentiles percentiles = BlockPercentiles.of(blocks);
        assertThat(percentiles.interval(99, BlockResamples.draw(8, 500, 3), 0.95))
                .isEqualTo(percentiles.interval(99, BlockResamples.draw(8, 500, 3), 0.95));
    }

    @Test
    void aDifferenceOfEqualConstantsIsZeroToWithinABucket() {
        List<Histogram> blocks = new ArrayList<>();
        for (int b = 0; b < 6; b++) {
            Histogram histogram = empty();
            histogram.recordValueWithCount(1_000_000, 100);
            blocks.add(histogram);
        }
        BlockPercentiles percentiles = BlockPercentiles.of(blocks);
        ConfidenceInterval interval =
                percentiles.differenceInterval(
                        percentiles, 50, BlockResamples.draw(6, 200, 1), 0.95);
        double bucket = empty().sizeOfEquivalentValueRange(1_000_000);
        assertThat(interval).isEqualTo(new ConfidenceInterval(-bucket, bucket, 0.95));
    }

    @Test
    void rankIntervalHoldsTheValuesOfItsRanks() {
        Histogram histogram = empty();
        for (int i = 1; i <= 400; i++) {
            histogram.recordValue(i * 64L);
        }
        BlockPercentiles percentiles = BlockPercentiles.of(List.of(histogram));
        ConfidenceInterval interval = percentiles.rankInterval(new BinomialRank(390, 400), 0.95);
        assertThat(interval.low()).isEqualTo(390 * 64.0);
        assertThat(interval.high()).isEqualTo(400 * 64.0 + 63);
    }

    @Test
    void aBlockWithoutValuesCannotBeResampled() {
        BlockPercentiles percentiles =
                BlockPercentiles.of(List.of(block(new Random(1), 5, 1), empty()));
        assertThat(percentiles.everyBlockCounts()).isFalse();
        assertThatThrownBy(() -> percentiles.interval(50, BlockResamples.draw(2, 100, 1), 0.95))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("do not fit 2 blocks with values in each");
    }

    /**
     * Median of 12 blocks, 300 experiments with a fixed seed: simulations of 600 give 94 to 96 %. A
     * share below 90 % of a true 94.5 % has a probability below 10^-3.
     */
    @Test
    void theMedianIsCoveredAboutAsOftenAsStated() {
        Random random = new Random(5);
        BlockResamples resamples = BlockResamples.draw(12, 1_000, 5);
        int covered = 0;
        for (int e = 0; e < 300; e++) {
            BlockPercentiles percentiles = BlockPercentiles.of(blocks(random, 12, 100));
            covered += percentiles.interval(50, resamples, 0.95).contains(1e6) ? 1 : 0;
        }
        assertThat(covered / 300.0).isGreaterThan(0.90);
    }

    /** The false alarm of a tare cost of percentiles: simulations of 600 give 1 to 5 %. */
    @Test
    void bareAgainstBareSeldomDiffersEvenWithSixBlocksThatDrift() {
        Random random = new Random(9);
        BlockResamples resamples = BlockResamples.draw(6, 1_000, 9);
        int alarms = 0;
        for (int e = 0; e < 200; e++) {
            List<Histogram> one = new ArrayList<>();
            List<Histogram> other = new ArrayList<>();
            for (int b = 0; b < 6; b++) {
                double drift = Math.exp(0.2 * random.nextGaussian());
                one.add(block(random, 200, drift * Math.exp(0.03 * random.nextGaussian())));
                other.add(block(random, 200, drift * Math.exp(0.03 * random.nextGaussian())));
            }
            ConfidenceInterval difference =
                    BlockPercentiles.of(one)
                            .differenceInterval(BlockPercentiles.of(other), 50, resamples, 0.95);
            alarms += difference.contains(0) ? 0 : 1;
        }
        // Of 200 at a true 5 %, more than 21 has a probability below 10^-3.
        assertThat(alarms).isLessThanOrEqualTo(21);
    }
}

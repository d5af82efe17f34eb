package dev.tare.base.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.tare.base.histogram.HistogramLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;

final class PercentileContrastTest {
    private static final int BLOCKS = 10;
    private static final int VALUES = 400;

    /** Blocks around {@code ns}, each of them slower or faster by its drift. */
    private static BlockPercentiles blocks(double ns, double[] drift, Random random) {
        List<Histogram> blocks = new ArrayList<>();
        for (double factor : drift) {
            Histogram histogram = HistogramLayout.newGrowingHistogram();
            for (int i = 0; i < VALUES; i++) {
                histogram.recordValue(
                        Math.round(ns * factor * Math.exp(0.2 * random.nextGaussian())));
            }
            blocks.add(histogram);
        }
        return BlockPercentiles.of(blocks);
    }

    private static double[] drift(Random random, double spread) {
        double[] drift = new double[BLOCKS];
        for (int i = 0; i < BLOCKS; i++) {
            drift[i] = Math.exp(spread * random.nextGaussian());
        }
        return drift;
    }

    private static BlockResamples resamples(long seed) {
        return BlockResamples.draw(BLOCKS, BlockResamples.DEFAULT_COUNT, seed);
    }

    @Test
    void driftThatBothHalvesOfARunHaveCancels() {
        Random random = new Random(3);
        double[] drift = drift(random, 0.3);
        BlockPercentiles before = blocks(100_000, drift, random);
        BlockPercentiles after = blocks(110_000, drift, random);
        PercentileContrast contrast =
                PercentileContrast.paired(before, after, 50, resamples(1), 0.95).orElseThrow();
        assertThat(contrast.contrast().value()).isCloseTo(Math.log(1.1), within(0.03));
        assertThat(contrast.interval().contains(Math.log(1.1))).isTrue();
        assertThat(contrast.interval().halfWidth()).isLessThan(0.05);
        assertThat(contrast.contrast().probability()).isLessThan(1e-3);
    }

    @Test
    void aSlowerMachineCancelsAgainstItsOwnBare() {
        Random random = new Random(4);
        double[] firstDrift = drift(random, 0.1);
        double[] secondDrift = drift(random, 0.1);
        PercentileContrast.Half first =
                new PercentileContrast.Half(
                        blocks(100_000, firstDrift, random),
                        blocks(60_000, firstDrift, random),
                        resamples(1));
        PercentileContrast.Half second =
                new PercentileContrast.Half(
                        blocks(150_000, secondDrift, random),
                        blocks(90_000, secondDrift, random),
                        resamples(2));
        PercentileContrast contrast =
                PercentileContrast.unpaired(first, second, 50, 0.95).orElseThrow();
        assertThat(contrast.interval().contains(0)).isTrue();
        assertThat(contrast.interval().halfWidth()).isLessThan(0.06);
        assertThat(contrast.contrast().degreesOfFreedom()).isBetween(9.0, 18.0);
    }

    @Test
    void theOtherWayRoundItIsTheSameWithTheOtherSign() {
        Random random = new Random(5);
        double[] drift = drift(random, 0.1);
        BlockPercentiles before = blocks(100_000, drift, random);
        BlockPercentiles after = blocks(105_000, drift, random);
        PercentileContrast one =
                PercentileContrast.paired(before, after, 90, resamples(1), 0.95).orElseThrow();
        PercentileContrast other =
                PercentileContrast.paired(after, before, 90, resamples(1), 0.95).orElseThrow();
        assertThat(one.contrast().value()).isCloseTo(-other.contrast().value(), within(1e-12));
        assertThat(one.contrast().standardError())
                .isCloseTo(other.contrast().standardError(), within(1e-12));
        assertThat(one.interval().low()).isCloseTo(-other.interval().high(), within(1e-3));
    }

    @Test
    void whatCannotBeBoundedIsNotCompared() {
        Random random = new Random(6);
        BlockPercentiles some = blocks(100_000, drift(random, 0.1), random);
        assertThat(PercentileContrast.paired(some, some, 99.99, resamples(1), 0.95)).isEmpty();
        List<Histogram> withAnEmptyBlock = new ArrayList<>();
        for (int i = 0; i < BLOCKS; i++) {
            Histogram histogram = HistogramLayout.newGrowingHistogram();
            if (i > 0) {
                histogram.recordValueWithCount(1_000, 100);
            }
            withAnEmptyBlock.add(histogram);
        }
        Optional<PercentileContrast> empty =
                PercentileContrast.paired(
                        some, BlockPercentiles.of(withAnEmptyBlock), 50, resamples(1), 0.95);
        assertThat(empty).isEmpty();
    }

    @Test
    void valuesOfTheLowestBucketHaveALogarithmToo() {
        List<Histogram> zeros = new ArrayList<>();
        for (int i = 0; i < BLOCKS; i++) {
            Histogram histogram = HistogramLayout.newGrowingHistogram();
            histogram.recordValueWithCount(0, 100);
            zeros.add(histogram);
        }
        BlockPercentiles blocks = BlockPercentiles.of(zeros);
        PercentileContrast contrast =
                PercentileContrast.paired(blocks, blocks, 50, resamples(1), 0.95).orElseThrow();
        assertThat(contrast.contrast().value()).isZero();
        assertThat(contrast.interval().low()).isFinite();
        assertThat(contrast.interval().contains(0)).isTrue();
    }
}

package dev.tare.base.stats;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.commons.statistics.distribution.BinomialDistribution;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class BinomialRankTest {
    @ParameterizedTest(name = "p={0} needs {1}")
    @CsvSource({"0.5, 6", "0.9, 36", "0.99, 368", "0.999, 3688"})
    void aPercentileNeedsItsSmallestCountAndNotOneLess(double p, long smallest) {
        assertThat(BinomialRank.smallestCount(p, 0.95)).isEqualTo(smallest);
        assertThat(BinomialRank.of(smallest, p, 0.95)).isPresent();
        assertThat(BinomialRank.of(smallest - 1, p, 0.95)).isEmpty();
        assertThat(BinomialRank.of(0, p, 0.95)).isEmpty();
    }

    @Test
    void ranksAreTheTightestThatKeepBothTails() {
        for (int n : new int[] {6, 40, 400, 5_000}) {
            for (double p : new double[] {0.5, 0.9, 0.99}) {
                if (n < BinomialRank.smallestCount(p, 0.95)) {
                    continue;
                }
                BinomialRank ranks = BinomialRank.of(n, p, 0.95).orElseThrow();
                BinomialDistribution binomial = BinomialDistribution.of(n, p);
                int lower = (int) ranks.lower();
                int upper = (int) ranks.upper();
                assertThat(binomial.cumulativeProbability(lower - 1)).isLessThanOrEqualTo(0.025);
                assertThat(binomial.cumulativeProbability(lower)).isGreaterThan(0.025);
                assertThat(binomial.survivalProbability(upper - 1)).isLessThanOrEqualTo(0.025);
                assertThat(binomial.survivalProbability(upper - 2)).isGreaterThan(0.025);
            }
        }
    }

    @Test
    void hundredMillionRequestsAreCloseToTheNormalApproximation() {
        BinomialRank ranks = BinomialRank.of(100_000_000, 0.99, 0.95).orElseThrow();
        double sigma = Math.sqrt(100_000_000 * 0.99 * 0.01);
        assertThat(ranks.lower())
                .isBetween((long) (99_000_000 - 1.97 * sigma), (long) (99_000_000 - 1.95 * sigma));
        assertThat(ranks.upper())
                .isBetween((long) (99_000_000 + 1.95 * sigma), (long) (99_000_000 + 1.97 * sigma));
    }
}

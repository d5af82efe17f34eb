package dev.tare.load.script;

import static org.assertj.core.api.Assertions.assertThat;

import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;

final class ScriptStatisticsTest {

    @Test
    void nothingRecordedIsZeroEverywhere() {
        ScriptStatistics none = ScriptStatistics.of();

        assertThat(none.min() + none.max() + none.percentile(50) + none.total()).isZero();
        assertThat(none.mean() + none.stdev()).isZero();
        assertThat(none.value(1) + none.count(1) + none.ranked(1)).isZero();
    }

    @Test
    void percentilesAreValuesOfTheirRank() {
        ScriptStatistics four = ScriptStatistics.of(40, 10, 30, 20);

        assertThat(four.percentile(1)).isEqualTo(10);
        assertThat(four.percentile(50)).isEqualTo(30);
        assertThat(four.percentile(100)).isEqualTo(40);
    }

    @Test
    void aHistogramsValuesAreDividedByTheUnitAndMerged() {
        Histogram histogram = new Histogram(3_600_000_000_000L, 3);
        histogram.recordValue(1_000);
        histogram.recordValue(1_500);
        histogram.recordValueWithCount(2_000, 3);

        ScriptStatistics us = ScriptStatistics.of(histogram, 1_000);

        assertThat(us.distinct()).isEqualTo(2);
        assertThat(us.total()).isEqualTo(5);
        assertThat(us.value(1)).isEqualTo(1);
        assertThat(us.count(1)).isEqualTo(2);
        assertThat(us.value(2)).isEqualTo(2);
        assertThat(us.count(2)).isEqualTo(3);
    }
}

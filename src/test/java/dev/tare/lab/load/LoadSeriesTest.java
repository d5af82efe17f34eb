package dev.tare.lab.load;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tare.base.core.Outcome;
import dev.tare.base.core.Tally;
import dev.tare.base.histogram.HistogramLayout;
import dev.tare.load.result.IntervalResult;
import dev.tare.load.result.PhaseResult;
import dev.tare.load.result.SizeSummary;
import java.util.Map;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;

final class LoadSeriesTest {
    private static final long MS = 1_000_000;

    private static PhaseResult phase(long requests, long timeNs) {
        Histogram times = HistogramLayout.newHistogram();
        if (requests > 0) {
            times.recordValueWithCount(timeNs, requests);
        }
        Tally tally =
                requests == 0
                        ? Tally.EMPTY
                        : new Tally(
                                requests,
                                requests,
                                Map.of(),
                                Map.of(Outcome.CORRECT, requests),
                                0,
                                requests,
                                requests,
                                0,
                                0,
                                0,
                                0);
        Histogram none = HistogramLayout.newHistogram();
        return new PhaseResult(
                tally,
                times,
                none.copy(),
                times.copy(),
                none,
                none.copy(),
                none.copy(),
                Map.of(),
                SizeSummary.EMPTY,
                SizeSummary.EMPTY);
    }

    private static IntervalResult interval(int index, long requests) {
        return new IntervalResult(
                index * MS, (index + 1) * MS, phase(0, 0), phase(requests, 1_000L * (index + 1)));
    }

    @Test
    void whatBringsNothingIsLeftOutAtTheEndsOnly() {
        LoadSeries series = new LoadSeries();
        for (int i = 0; i < 6; i++) {
            series.add(interval(i, i == 1 || i == 3 ? 5 : 0));
        }
        assertThat(series.intervals())
                .extracting(LoadInterval::startNs)
                .containsExactly(MS, 2 * MS, 3 * MS);
    }

    @Test
    void neverMoreThanTheBoundAreKeptAndNothingIsLost() {
        LoadSeries series = new LoadSeries();
        int added = LoadSeries.MAX_INTERVALS + 77;
        for (int i = 0; i < added; i++) {
            series.add(interval(i, 2));
        }

        assertThat(series.intervals()).hasSizeLessThanOrEqualTo(LoadSeries.MAX_INTERVALS);
        assertThat(series.intervals().stream().mapToLong(i -> i.tally().sent()).sum())
                .isEqualTo(2L * added);
        assertThat(
                        series.intervals().stream()
                                .mapToLong(i -> i.responseTime().getTotalCount())
                                .sum())
                .isEqualTo(2L * added);
        for (int i = 1; i < series.intervals().size(); i++) {
            assertThat(series.intervals().get(i).startNs())
                    .isEqualTo(series.intervals().get(i - 1).endNs());
        }
    }

    @Test
    void whatIsKeptDoesNotChangeWithTheEnginesHistograms() {
        LoadSeries series = new LoadSeries();
        IntervalResult interval = interval(0, 3);
        series.add(interval);
        interval.measured().responseTime().reset();

        assertThat(series.intervals().getFirst().responseTime().getTotalCount()).isEqualTo(3);
    }
}

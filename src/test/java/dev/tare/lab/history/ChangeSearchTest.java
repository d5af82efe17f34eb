package dev.tare.lab.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.tare.lab.verdict.FigureKind;
import dev.tare.lab.verdict.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class ChangeSearchTest {
    private static final FigureKind CPU = FigureKind.CPU_PER_REQUEST;

    private static List<SeriesFinding> look(Series... series) {
        return ChangeSearch.look(List.of(series));
    }

    private static Change onlyChange(Series series) {
        List<Change> changes = look(series).getFirst().changes();
        assertThat(changes).hasSize(1);
        return changes.getFirst();
    }

    @Test
    void aChangeSaysBetweenWhichBundlesHowFarAndWhichWay() {
        Change change = onlyChange(MadeSeries.of(CPU, 1, 30, i -> i < 20 ? 30_000 : 36_000));

        assertThat(change.last().bundle().path()).isEqualTo("b19");
        assertThat(change.first().bundle().path()).isEqualTo("b20");
        assertThat(change.pointsSince()).isEqualTo(10);
        Shift shift = change.shift();
        assertThat(shift.relative()).isTrue();
        assertThat(shift.change()).isCloseTo(0.2, within(0.02));
        assertThat(shift.interval().contains(0.2)).isTrue();
        assertThat(shift.interval().contains(0)).isFalse();
        assertThat(shift.from()).isCloseTo(30_000, within(500.0));
        assertThat(shift.to()).isCloseTo(36_000, within(500.0));
        assertThat(shift.way()).isEqualTo(Way.WORSE);
        assertThat(change.differences())
                .containsExactly("envoy 1.19 → 1.20", "Tare's commit c19 → c20");
    }

    @Test
    void moreIsBetterOfARateAndWorseOfATime() {
        assertThat(onlyChange(step(FigureKind.GOODPUT)).shift().way()).isEqualTo(Way.BETTER);
        assertThat(onlyChange(step(FigureKind.RESPONSE_TIME_P99)).shift().way())
                .isEqualTo(Way.WORSE);
        assertThat(onlyChange(step(FigureKind.ERRORS)).shift().way()).isEqualTo(Way.WORSE);
    }

    private static Series step(FigureKind kind) {
        return MadeSeries.of(kind, 2, 30, i -> i < 15 ? 100 : 130);
    }

    @Test
    void whereAValueIsZeroTheChangeIsInTheUnit() {
        Change change =
                onlyChange(
                        MadeSeries.with(
                                FigureKind.ERRORS,
                                IntStream.range(0, 12)
                                        .mapToDouble(i -> i < 6 ? 0 : 0.01)
                                        .toArray()));
        assertThat(change.shift().relative()).isFalse();
        assertThat(change.shift().change()).isCloseTo(0.01, within(1e-9));
    }

    @Test
    void invalidPointsAreNotUsed() {
        Series series = MadeSeries.of(CPU, 3, 20, i -> 30_000);
        List<SeriesPoint> points = new ArrayList<>(series.points());
        for (int i = 5; i < 15; i++) {
            points.set(i, MadeSeries.verdict(points.get(i), 90_000, Verdict.INVALID));
        }
        Series some = new Series(series.subject(), series.setting(), points, "");
        assertThat(some.used()).hasSize(10);
        assertThat(look(some).getFirst().standing()).isEqualTo(new Standing.Steady());

        points.replaceAll(point -> MadeSeries.verdict(point, 90_000, Verdict.INVALID));
        Series none = new Series(series.subject(), series.setting(), points, "");
        assertThat(look(none).getFirst().standing()).isEqualTo(new Standing.TooFew(6));
    }

    @Test
    void fewerThanSixPointsAreTooFew() {
        assertThat(look(MadeSeries.of(CPU, 4, 5, i -> i * 1_000)).getFirst().standing())
                .isEqualTo(new Standing.TooFew(6));
    }

    @Test
    void aChangeBelowOnePercentIsNotReported() {
        double[] values = IntStream.range(0, 20).mapToDouble(i -> i < 10 ? 1_000 : 1_009).toArray();
        assertThat(look(MadeSeries.with(CPU, values)).getFirst().standing())
                .isEqualTo(new Standing.Steady());
    }

    @Test
    void aSteadyRiseIsADrift() {
        SeriesFinding finding = look(MadeSeries.of(CPU, 5, 40, i -> 30_000 + 300 * i)).getFirst();
        assertThat(finding.standing())
                .isInstanceOfSatisfying(
                        Standing.Drifts.class,
                        drift -> {
                            assertThat(drift.shift().change()).isCloseTo(0.39, within(0.04));
                            assertThat(drift.shift().way()).isEqualTo(Way.WORSE);
                        });
        assertThat(finding.worseLately(1)).isTrue();
    }

    /** 400 series of noise; each alone at 1 % would give four false alarms. */
    @Test
    void manySeriesOfNoiseTogetherHardlyEverRaiseAnAlarm() {
        Series[] noise =
                IntStream.range(0, 400)
                        .mapToObj(i -> MadeSeries.of(CPU, 10 + i, 20, any -> 30_000))
                        .toArray(Series[]::new);
        assertThat(look(noise)).filteredOn(finding -> !finding.changes().isEmpty()).isEmpty();
    }

    @Test
    void amongManySeriesOfNoiseARealChangeIsStillFound() {
        Random random = new Random(1);
        List<Series> all = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            all.add(MadeSeries.of(CPU, random.nextInt(), 30, any -> 30_000));
        }
        all.add(MadeSeries.of(CPU, 7, 30, i -> i < 22 ? 30_000 : 33_000));
        List<SeriesFinding> findings = ChangeSearch.look(all);
        assertThat(findings.getLast().changes()).hasSize(1);
        assertThat(findings.subList(0, 200)).allMatch(finding -> finding.changes().isEmpty());
    }

    @Test
    void onlyANewestChangeForTheWorseWithinTheLastBundlesFails() {
        Series worse = MadeSeries.of(CPU, 8, 30, i -> i < 25 ? 30_000 : 36_000);
        assertThat(look(worse).getFirst().worseLately(5)).isTrue();
        assertThat(look(worse).getFirst().worseLately(4)).isFalse();
        Series better = MadeSeries.of(CPU, 8, 30, i -> i < 25 ? 36_000 : 30_000);
        assertThat(look(better).getFirst().worseLately(30)).isFalse();
        Series mended = MadeSeries.of(CPU, 8, 30, i -> i >= 12 && i < 22 ? 36_000 : 30_000);
        assertThat(look(mended).getFirst().changes()).hasSize(2);
        assertThat(look(mended).getFirst().worseLately(30)).isFalse();
    }

    @Test
    void ofAVeryLongSeriesTheNewestThousandPointsAreLookedAt() {
        Series series = MadeSeries.of(CPU, 9, 1_200, i -> i < 100 ? 90_000 : 30_000);
        assertThat(look(series).getFirst().standing()).isEqualTo(new Standing.Steady());
    }
}

package dev.tare.base.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.tare.base.stats.ChangePoints.ChangePoint;
import dev.tare.base.stats.ChangePoints.Found;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.IntToDoubleFunction;
import org.junit.jupiter.api.Test;

final class ChangePointsTest {
    private static final double LEVEL = 0.01;
    private static final int SERIES = 200;

    /** Noise of deviation 1 about a level of each index. */
    private static double[] noisy(long seed, int count, IntToDoubleFunction level) {
        Random random = new Random(seed);
        double[] values = new double[count];
        for (int i = 0; i < count; i++) {
            values[i] = level.applyAsDouble(i) + random.nextGaussian();
        }
        return values;
    }

    private static Found found(double[] values) {
        return ChangePoints.of(values).found(LEVEL);
    }

    private static List<Integer> firsts(Found found) {
        return found.changePoints().stream().map(ChangePoint::first).toList();
    }

    /** The likeliest place of a step lies within ±1 in 98 of 100 such series; some are missed. */
    @Test
    void aStepOfThreeDeviationsInThirtyPointsIsFoundAtItsPlace() {
        int found = 0;
        int near = 0;
        for (int seed = 1; seed <= SERIES; seed++) {
            int step = 5 + seed % 21;
            List<Integer> firsts = firsts(found(noisy(seed, 30, i -> i < step ? 0 : 3)));
            found += firsts.isEmpty() ? 0 : 1;
            near += firsts.stream().anyMatch(first -> Math.abs(first - step) <= 1) ? 1 : 0;
        }
        assertThat(found).isGreaterThanOrEqualTo(SERIES * 96 / 100);
        assertThat(near).isGreaterThanOrEqualTo(SERIES * 93 / 100);
    }

    /** The level says: at most 1 in 100. */
    @Test
    void ofSeriesOfPureNoiseAtMostTheStatedShareHasAChangePoint() {
        for (int count : new int[] {6, 12, 30}) {
            int alarms = 0;
            for (int seed = 1; seed <= 10 * SERIES; seed++) {
                Found found = found(noisy(seed * 7_919L, count, i -> 0));
                alarms += found.changePoints().isEmpty() && found.drift().isEmpty() ? 0 : 1;
            }
            assertThat(alarms).as("%d points", count).isLessThanOrEqualTo(10 * SERIES / 100);
        }
    }

    @Test
    void muchTheSameHoldsWhereNoiseIsSkewed() {
        int alarms = 0;
        for (int seed = 1; seed <= 5 * SERIES; seed++) {
            double[] values = noisy(seed * 7_919L, 30, i -> 0);
            Arrays.setAll(values, i -> Math.exp(values[i]));
            alarms += found(values).changePoints().isEmpty() ? 0 : 1;
        }
        assertThat(alarms).isLessThanOrEqualTo(5 * SERIES * 2 / 100);
    }

    @Test
    void aLevelThatReturnsHasTwoChangePoints() {
        int right = 0;
        for (int seed = 1; seed <= SERIES; seed++) {
            Found found = found(noisy(seed, 30, i -> i >= 10 && i < 20 ? 4 : 0));
            List<Integer> firsts = firsts(found);
            right +=
                    firsts.size() == 2
                                    && Math.abs(firsts.get(0) - 10) <= 1
                                    && Math.abs(firsts.get(1) - 20) <= 1
                            ? 1
                            : 0;
        }
        assertThat(right).isGreaterThanOrEqualTo(SERIES * 90 / 100);
    }

    @Test
    void stepsUpAndOnUpAreToldApart() {
        Found found = found(noisy(3, 36, i -> i < 12 ? 0 : i < 24 ? 8 : 16));
        assertThat(firsts(found)).containsExactly(12, 24);
        assertThat(found.drift()).isEmpty();
        ChangePoint first = found.changePoints().getFirst();
        assertThat(first.last()).isEqualTo(11);
        assertThat(first.before().count()).isEqualTo(12);
        assertThat(first.after().count()).isEqualTo(12);
        assertThat(first.difference().difference()).isCloseTo(8, within(1.0));
        assertThat(first.difference().interval(0.95).contains(8)).isTrue();
    }

    @Test
    void aSteadyRiseIsADriftAndHasNoChangePoint() {
        int drifts = 0;
        for (int seed = 1; seed <= SERIES; seed++) {
            Found found = found(noisy(seed, 40, i -> i * 0.25));
            drifts += found.drift().isPresent() && found.changePoints().isEmpty() ? 1 : 0;
        }
        assertThat(drifts).isGreaterThanOrEqualTo(SERIES * 95 / 100);
    }

    @Test
    void oneValueFarOffIsAnOutlierAndNoChangePointWhereverItStands() {
        for (int at = 0; at < 30; at++) {
            int place = at;
            double[] values = noisy(5, 30, i -> i == place ? 40 : 0);
            ChangePoints series = ChangePoints.of(values);
            assertThat(series.found(LEVEL).changePoints()).as("at %d", at).isEmpty();
        }
        double[] last = noisy(5, 100, i -> i == 99 ? 1e6 : 0);
        assertThat(ChangePoints.of(last).outliers()).containsExactly(99);
        assertThat(found(last).changePoints()).isEmpty();
    }

    @Test
    void anOutlierDoesNotHideAStep() {
        double[] values = noisy(8, 40, i -> i == 39 ? 400 : i < 20 ? 0 : 5);
        ChangePoints series = ChangePoints.of(values);
        assertThat(series.outliers()).containsExactly(39);
        assertThat(firsts(series.found(LEVEL))).containsExactly(20);
    }

    @Test
    void aConstantSeriesHasNoneAndAStepBetweenConstantsIsCertain() {
        double[] constant = new double[20];
        Arrays.fill(constant, 7.3);
        assertThat(found(constant).changePoints()).isEmpty();
        assertThat(ChangePoints.of(constant).probability()).isEqualTo(1);

        double[] step = constant.clone();
        Arrays.fill(step, 13, 20, 7.4);
        assertThat(firsts(found(step))).containsExactly(13);
        assertThat(ChangePoints.of(step).probability()).isLessThan(1e-12);
    }

    @Test
    void whatRoundingAddsIsNoChange() {
        double[] values = new double[12];
        for (int i = 0; i < 12; i++) {
            values[i] = i < 6 ? 0.3 : 0.1 + 0.2;
        }
        assertThat(found(values).changePoints()).isEmpty();
    }

    @Test
    void threePointsOnANewLevelAreEnoughTwoAreNot() {
        assertThat(firsts(found(noisy(2, 30, i -> i < 27 ? 0 : 8)))).containsExactly(27);
        assertThat(found(noisy(2, 30, i -> i < 28 ? 0 : 8)).changePoints()).isEmpty();
    }

    @Test
    void theSameSeriesGivesTheSameAnswer() {
        double[] values = noisy(9, 50, i -> i < 30 ? 0 : 2);
        assertThat(found(values)).isEqualTo(found(values.clone()));
    }

    @Test
    void aStricterLevelFindsNoMore() {
        for (int seed = 1; seed <= 50; seed++) {
            ChangePoints series = ChangePoints.of(noisy(seed, 30, i -> i < 15 ? 0 : 1.5));
            boolean found = !series.found(LEVEL).changePoints().isEmpty();
            boolean strict = !series.found(LEVEL / 1_000).changePoints().isEmpty();
            assertThat(strict && !found).isFalse();
            assertThat(strict).isEqualTo(strict && series.probability() <= LEVEL / 1_000);
        }
    }

    @Test
    void tooFewTooManyAndUnreadableValuesAreRefused() {
        assertThatThrownBy(() -> ChangePoints.of(new double[5])).hasMessageContaining("from 6");
        assertThatThrownBy(() -> ChangePoints.of(new double[1_001])).hasMessageContaining("1000");
        assertThatThrownBy(() -> ChangePoints.of(new double[] {1, 2, 3, 4, 5, Double.NaN}))
                .hasMessageContaining("finite");
    }

    @Test
    void aThousandPointsAreLookedAt() {
        assertThat(firsts(found(noisy(4, 1_000, i -> i < 700 ? 0 : 2))))
                .singleElement()
                .satisfies(first -> assertThat(first).isBetween(696, 704));
    }
}

package dev.tare.lab.find;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.tare.base.stats.SplitMix64;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.DoubleFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Searches on systems that are known exactly. */
final class RateSearchTest {
    private static final SearchRange RANGE = new SearchRange(100, 1e6, 0.02, 3, 60);

    private final List<Double> offered = new ArrayList<>();

    private Answer search(SearchRange range, DoubleFunction<PointVerdict> system) {
        RateSearch search = new RateSearch(range);
        OptionalDouble next = search.next();
        while (next.isPresent()) {
            offered.add(next.getAsDouble());
            search.add(next.getAsDouble(), system.apply(next.getAsDouble()));
            next = search.next();
        }
        return search.answer();
    }

    private static PointVerdict met(boolean met) {
        return met ? PointVerdict.MET : PointVerdict.BROKEN;
    }

    /** The mean response time of M/M/1 is 1 / (µ − λ): at most 10 ms up to µ − 100. */
    @ParameterizedTest
    @ValueSource(doubles = {230, 1_000, 23_456, 777_777})
    void theKneeOfAQueueIsFoundWithinTheResolution(double servedPerSec) {
        Answer answer = search(RANGE, rate -> met(rate < servedPerSec - 100));

        assertThat(answer)
                .isInstanceOfSatisfying(
                        Answer.Found.class,
                        found -> {
                            double low = found.low().ratePerSec();
                            double high = found.high().ratePerSec();
                            assertThat(low).isLessThan(servedPerSec - 100);
                            assertThat(high).isGreaterThanOrEqualTo(servedPerSec - 100);
                            assertThat(high / low).isLessThanOrEqualTo(1.02);
                            assertThat(found.settled()).isTrue();
                            assertThat(found.low()).isEqualTo(end(low, 3, PointVerdict.MET));
                            assertThat(found.high()).isEqualTo(end(high, 0, PointVerdict.BROKEN));
                        });
    }

    private static RateEnd end(double rate, int met, PointVerdict mostly) {
        return new RateEnd(rate, met, 3, mostly);
    }

    @Test
    void theRateIsDoubledUntilItBreaksThenTheGapIsHalvedAndBothEndsAreRepeatedInTurn() {
        search(new SearchRange(100, 1e6, 0.2, 3, 60), rate -> met(rate < 500));

        assertThat(offered)
                .containsExactly(
                        100.0, 200.0, 400.0, 800.0, 565.7, 475.7, 475.7, 565.7, 475.7, 565.7, 475.7,
                        565.7);
    }

    @Test
    void anObjectiveThatNeverBreaksIsRepeatedAtTheHighestRate() {
        Answer answer = search(new SearchRange(100, 1_000, 0.02, 3, 60), rate -> met(true));

        assertThat(answer).isEqualTo(new Answer.NeverBroke(end(1_000, 3, PointVerdict.MET), true));
        assertThat(offered)
                .containsExactly(100.0, 200.0, 400.0, 800.0, 1_000.0, 1_000.0, 1_000.0, 1_000.0);
    }

    @Test
    void anObjectiveThatIsNotMetAtTheLowestRateIsRepeatedThereAndNowhereElse() {
        Answer answer = search(RANGE, rate -> met(false));

        assertThat(answer).isEqualTo(new Answer.NotMet(end(100, 0, PointVerdict.BROKEN)));
        assertThat(offered).containsExactly(100.0, 100.0, 100.0, 100.0);
    }

    @Test
    void aPassingFailureAtTheLowestRateDoesNotEndTheSearch() {
        Answer answer = search(RANGE, rate -> met(offered.size() > 1 && rate < 5_000));

        assertThat(answer)
                .isInstanceOfSatisfying(
                        Answer.Found.class,
                        found -> assertThat(found.low().ratePerSec()).isBetween(4_900.0, 5_000.0));
    }

    @Test
    void aPassingFailureOnTheWayUpIsFoundOutByTheRepeats() {
        // The first point at 800/s fails, as after a pause of the machine; the knee is at 5,000/s.
        Answer answer = search(RANGE, rate -> met(offered.size() != 4 && rate < 5_000));

        assertThat(offered.get(3)).isEqualTo(800);
        assertThat(answer)
                .isInstanceOfSatisfying(
                        Answer.Found.class,
                        found -> assertThat(found.low().ratePerSec()).isBetween(4_900.0, 5_000.0));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void noiseMovesTheAnswerToWhereEveryRepeatIsMet(long seed) {
        // Between 900/s and 1,100/s the chance to fail rises from 0 to 1.
        SplitMix64 random = new SplitMix64(seed);

        Answer answer =
                search(
                        new SearchRange(100, 1e6, 0.02, 3, 200),
                        rate -> met(random.nextInt(1_000) >= (rate - 900) / 200 * 1_000));

        assertThat(answer)
                .isInstanceOfSatisfying(
                        Answer.Found.class,
                        found -> {
                            assertThat(found.settled()).isTrue();
                            assertThat(found.low().met()).isEqualTo(3);
                            assertThat(found.low().ratePerSec()).isBetween(880.0, 1_100.0);
                            assertThat(found.high().ratePerSec())
                                    .isBetween(900.0, 1_122.0)
                                    .isGreaterThan(found.low().ratePerSec());
                        });
    }

    @Test
    void theLowestBreakCountsWhereAHigherRateMeetsItAgain() {
        // A band that fails, as where a timer and the rate meet; 800/s and 1,000/s are beyond it.
        List<PointVerdict> firstAt800 = new ArrayList<>(List.of(PointVerdict.BROKEN));

        Answer answer =
                search(
                        RANGE,
                        rate -> {
                            if (rate == 800 && !firstAt800.isEmpty()) {
                                return firstAt800.removeFirst();
                            }
                            return met(rate < 500 || (rate > 700 && rate < 2_000));
                        });

        assertThat(answer)
                .isInstanceOfSatisfying(
                        Answer.Found.class,
                        found -> {
                            assertThat(found.low().ratePerSec()).isBetween(490.0, 500.0);
                            assertThat(found.high().ratePerSec()).isBetween(500.0, 510.0);
                            assertThat(found.higherMet()).isEqualTo(0);
                        });
    }

    @Test
    void aGeneratorThatComesLateIsTheLimitAndTheRateALowerBound() {
        Answer answer =
                search(
                        RANGE,
                        rate -> rate < 3_000 ? PointVerdict.MET : PointVerdict.GENERATOR_LIMITED);

        assertThat(answer)
                .isInstanceOfSatisfying(
                        Answer.GeneratorLimit.class,
                        limit -> assertThat(limit.low().ratePerSec()).isBetween(2_900.0, 3_000.0));
    }

    @Test
    void whatIsNotShownDoesNotCountAsMet() {
        Answer answer =
                search(RANGE, rate -> rate < 1_000 ? PointVerdict.MET : PointVerdict.UNSURE);

        assertThat(answer)
                .isInstanceOfSatisfying(
                        Answer.Found.class,
                        found -> {
                            assertThat(found.low().ratePerSec()).isLessThan(1_000);
                            assertThat(found.high().mostly()).isEqualTo(PointVerdict.UNSURE);
                        });
    }

    @Test
    void theSearchEndsAtItsMostPointsAndSaysThatNothingIsSettled() {
        Answer answer = search(new SearchRange(100, 1e6, 0.02, 3, 7), rate -> met(rate < 5_000));

        assertThat(offered).hasSize(7);
        assertThat(answer)
                .isInstanceOfSatisfying(
                        Answer.Found.class, found -> assertThat(found.settled()).isFalse());
    }

    @Test
    void aSearchWithoutAPointHasNoAnswer() {
        assertThat(new RateSearch(RANGE).answer()).isEqualTo(new Answer.Nothing());
    }

    @Test
    void aRangeOutOfBoundsIsRefusedByName() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new SearchRange(200, 100, 0.02, 3, 60))
                .withMessage("highest rate is 100.0, must be at least the lowest");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new SearchRange(100, 200, 0, 3, 60))
                .withMessageContaining("resolution");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new SearchRange(100, 200, 0.02, 2, 60))
                .withMessageContaining("repeats");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new SearchRange(1, 2, 0.02, 3, SearchRange.MAX_POINTS + 1))
                .withMessageContaining("points at most");
    }
}

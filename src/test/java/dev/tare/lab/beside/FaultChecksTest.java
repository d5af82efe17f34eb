package dev.tare.lab.beside;

import static dev.tare.lab.plan.PublishedCheck.KEPT_CONNECTIONS;
import static dev.tare.lab.plan.PublishedCheck.LOST_RESPONSES;
import static dev.tare.lab.plan.PublishedCheck.NEGATIVE_VARIANCE;
import static dev.tare.lab.plan.PublishedCheck.SYN_RETRANSMISSION;
import static dev.tare.lab.plan.PublishedCheck.TIMER_PLATEAU;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tare.lab.beside.FaultAnswer.State;
import dev.tare.lab.plan.Published;
import dev.tare.lab.plan.PublishedCheck;
import java.util.List;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class FaultChecksTest {
    private static final List<Turnout> HEALTHY =
            List.of(
                    Turnouts.healthy("bare", 100, 20_000, 5),
                    Turnouts.healthy("minivoy", 100, 10_000, 10),
                    Turnouts.healthy("bare", 1_000, 33_000, 30),
                    Turnouts.healthy("minivoy", 1_000, 20_000, 50));

    private static FaultAnswer answer(PublishedCheck check, List<Turnout> turnouts) {
        return FaultChecks.answer(new Published.Fault(check, "name", "theirs"), turnouts);
    }

    private static FaultAnswer answer(PublishedCheck check, Turnout... turnouts) {
        return answer(check, List.of(turnouts));
    }

    @ParameterizedTest
    @EnumSource(PublishedCheck.class)
    void aHealthyRunHasNoneOfTheFaultsAndSaysWithWhichFigures(PublishedCheck check) {
        FaultAnswer answer = answer(check, HEALTHY);

        assertThat(answer.state()).isEqualTo(State.ABSENT);
        assertThat(answer.sentence()).matches(".*\\d.*").doesNotEndWith(".");
    }

    @ParameterizedTest
    @EnumSource(PublishedCheck.class)
    void withoutAScenarioNothingIsClaimed(PublishedCheck check) {
        assertThat(answer(check).state()).isEqualTo(State.NOT_TESTED);
    }

    @Test
    void ninetyEightCallsASocketAreFound() {
        Turnout closing =
                Turnouts.of(
                        "minivoy",
                        100,
                        Turnouts.tally(590_000, 590_000, 5_900),
                        HEALTHY.getFirst().responseTime());

        assertThat(answer(KEPT_CONNECTIONS, HEALTHY.getFirst(), closing))
                .extracting(FaultAnswer::state, FaultAnswer::sentence)
                .containsExactly(
                        State.PRESENT, "minivoy 16k-100 opened a connection every 100 requests");
    }

    @Test
    void aFewConnectionsOpenedAnewAreTold() {
        Turnout nearly =
                Turnouts.of(
                        "minivoy",
                        100,
                        Turnouts.tally(590_000, 590_000, 7),
                        HEALTHY.getFirst().responseTime());

        assertThat(answer(KEPT_CONNECTIONS, nearly).sentence())
                .isEqualTo(
                        "590,000 requests went over 107 connections; 7 of them opened anew while"
                                + " measuring");
    }

    @Test
    void aTailOfThreeSecondsIsFound() {
        Histogram times = HEALTHY.getFirst().responseTime().copy();
        times.recordValueWithCount(3_050_000_000L, 40);
        Turnout late = Turnouts.of("minivoy", 100, Turnouts.tally(20_040, 20_040, 0), times);

        assertThat(answer(SYN_RETRANSMISSION, late))
                .extracting(FaultAnswer::state, FaultAnswer::sentence)
                .containsExactly(
                        State.PRESENT,
                        "minivoy 16k-100: 40 of 20,040 response times were of 0.95 s or more");
    }

    @Test
    void secondsAreNoWonderWhereEveryBodyTakesThem() {
        assertThat(answer(SYN_RETRANSMISSION, Turnouts.healthy("minivoy", 1, 10, 1_200)).state())
                .isEqualTo(State.NOT_TESTED);
    }

    @Test
    void aPlateauIsFound() {
        FaultAnswer answer =
                answer(
                        TIMER_PLATEAU,
                        Turnouts.healthy("minivoy", 1_000, 20_000, 48),
                        Turnouts.healthy("minivoy", 2_500, 50_000, 50));

        assertThat(answer.state()).isEqualTo(State.PRESENT);
        assertThat(answer.sentence())
                .startsWith("minivoy, /byte/16384: median 4")
                .contains("at 1,000 connections", "at 2,500 connections");
    }

    @Test
    void aMedianThatGrowsThroughFortyMillisecondsIsNoPlateau() {
        assertThat(
                        answer(
                                        TIMER_PLATEAU,
                                        Turnouts.healthy("minivoy", 1_000, 20_000, 40),
                                        Turnouts.healthy("minivoy", 1_400, 20_000, 56))
                                .state())
                .isEqualTo(State.ABSENT);
    }

    @Test
    void aSpecimenTellsMoreOfAPlateauThanBareHoweverLongItsSeriesIs() {
        assertThat(
                        answer(
                                        TIMER_PLATEAU,
                                        Turnouts.healthy("bare", 100, 20_000, 2),
                                        Turnouts.healthy("bare", 200, 20_000, 4),
                                        Turnouts.healthy("bare", 300, 20_000, 6),
                                        Turnouts.healthy("bare", 400, 20_000, 8),
                                        Turnouts.healthy("minivoy", 100, 20_000, 4),
                                        Turnouts.healthy("minivoy", 400, 20_000, 9),
                                        Turnouts.healthy("nginx", 100, 20_000, 4),
                                        Turnouts.healthy("nginx", 300, 20_000, 7),
                                        Turnouts.healthy("nginx", 400, 20_000, 9))
                                .sentence())
                .startsWith("nginx, /byte/16384: median");
    }

    @Test
    void oneNumberOfConnectionsShowsNoPlateau() {
        assertThat(
                        answer(
                                        TIMER_PLATEAU,
                                        Turnouts.healthy("bare", 1_000, 20_000, 48),
                                        Turnouts.healthy("minivoy", 1_000, 20_000, 48))
                                .state())
                .isEqualTo(State.NOT_TESTED);
    }

    @Test
    void lostResponsesAreFoundAndNamedUpToThree() {
        Histogram times = HEALTHY.getFirst().responseTime();
        List<Turnout> losing =
                List.of(
                        Turnouts.of("a", 1, Turnouts.tally(24, 18, 0), times),
                        Turnouts.of("b", 1, Turnouts.tally(24, 23, 0), times),
                        Turnouts.of("c", 1, Turnouts.tally(24, 22, 0), times),
                        Turnouts.of("d", 1, Turnouts.tally(24, 21, 0), times));

        assertThat(answer(LOST_RESPONSES, losing))
                .extracting(FaultAnswer::state, FaultAnswer::sentence)
                .containsExactly(
                        State.PRESENT,
                        "a 16k-1: 6 of 24 requests got no whole and correct answer;"
                                + " b 16k-1: 1 of 24 requests got no whole and correct answer;"
                                + " c 16k-1: 2 of 24 requests got no whole and correct answer;"
                                + " and 1 more");
    }

    @Test
    void theVarianceIsNotNegativeEvenWhereAllIsAlike() {
        Histogram times = new Histogram(HEALTHY.getFirst().responseTime());
        times.recordValueWithCount(2_000_000_000L, 52);

        assertThat(
                        answer(
                                NEGATIVE_VARIANCE,
                                Turnouts.of("minivoy", 1, Turnouts.tally(52, 52, 0), times)))
                .extracting(FaultAnswer::state, FaultAnswer::sentence)
                .containsExactly(
                        State.ABSENT,
                        "the smallest standard deviation of response times is 0 ns (minivoy"
                                + " 16k-1), made of squared distances from the mean; 52 bodies"
                                + " had exactly the length asked for, a spread of 0 B");
    }
}

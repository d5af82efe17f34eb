package dev.tare.lab.beside;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tare.base.core.Outcome;
import dev.tare.base.core.Tally;
import dev.tare.lab.beside.FaultAnswer.State;
import dev.tare.lab.beside.FaultChecks.Found;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class WorkChecksTest {
    private static final Turnout BARE = Turnouts.healthy("bare", 100, 20_000, 5);

    @Test
    void errorsUnderAStatusOfSuccessAreWrongAnswers() {
        Tally tally =
                new Tally(
                        1_000,
                        1_000,
                        Map.of(),
                        Map.of(Outcome.CORRECT, 10L, Outcome.WRONG_BODY, 990L),
                        0,
                        1_000,
                        10,
                        1,
                        1,
                        0,
                        0);
        Turnout sub2 = Turnouts.of("crossbar", 100, tally, BARE.responseTime());

        Found found = WorkChecks.wrongAnswers(List.of(BARE, sub2));

        assertThat(found.state()).isEqualTo(State.PRESENT);
        assertThat(found.sentence())
                .isEqualTo("crossbar 16k-100: 990 of 1,000 answers were not what was asked for");
    }

    @Test
    void aMeanThatTheRateForbidsIsFound() {
        // As published: 10.4/s at 64 connections, where 6.2 s is the only mean there can be.
        Turnout impossible = Turnouts.healthy("istio", 64, 10, 30);

        Found found = WorkChecks.littlesLaw(List.of(BARE, impossible));

        assertThat(found.state()).isEqualTo(State.PRESENT);
        assertThat(found.sentence())
                .startsWith("istio 16k-64: rate × mean time is 0.3")
                .endsWith("in flight, with 64 connections");
    }

    @Test
    void aRateThatNoWrappingLowersHasAnotherLimit() {
        Turnout wrapped = Turnouts.healthy("istio", 100, 19_900, 5);
        Turnout slower = Turnouts.healthy("istio", 100, 10_000, 10);

        assertThat(WorkChecks.limitElsewhere(List.of(BARE, wrapped)).sentence())
                .isEqualTo("in 16k-100 nothing is slower than bare");
        assertThat(WorkChecks.limitElsewhere(List.of(BARE, slower)))
                .isEqualTo(
                        new Found(
                                State.ABSENT,
                                "in closed loops the wrapped rates are from 50.0 % to 50.0 % of"
                                        + " bare's"));
        assertThat(WorkChecks.limitElsewhere(List.of(BARE)).state()).isEqualTo(State.NOT_TESTED);
    }
}

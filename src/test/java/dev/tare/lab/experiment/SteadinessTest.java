package dev.tare.lab.experiment;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class SteadinessTest {

    @Test
    void aRateThatStillRisesHasNotSettled() {
        Steadiness steadiness = new Steadiness();
        for (double rate : new double[] {1_000, 1_500, 2_200, 3_300}) {
            steadiness.add(rate);
            assertThat(steadiness.settled()).isFalse();
        }
    }

    @Test
    void aRateThatStaysHasSettledFromTheThirdPassOn() {
        Steadiness steadiness = new Steadiness();
        steadiness.add(1_000);
        steadiness.add(1_050);
        assertThat(steadiness.settled()).isFalse();
        steadiness.add(1_010);
        assertThat(steadiness.settled()).isTrue();
        assertThat(steadiness.ratePerSec()).isEqualTo(1_030);
    }

    @Test
    void aScenarioThatAnswersNothingNeverSettles() {
        Steadiness steadiness = new Steadiness();
        for (int pass = 0; pass < 5; pass++) {
            steadiness.add(0);
        }
        assertThat(steadiness.settled()).isFalse();
    }
}

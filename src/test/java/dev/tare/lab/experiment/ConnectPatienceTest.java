package dev.tare.lab.experiment;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class ConnectPatienceTest {
    private static final String SCENARIO = "nginx 16k-1000";

    private final ConnectPatience patience = new ConnectPatience();

    @Test
    void aSliceThatBeganTooEarlyMakesTheNextWaitTwiceAsLong() {
        assertThat(patience.factor(SCENARIO)).isEqualTo(1);
        patience.learn(SCENARIO, 1_000, 1_000);
        assertThat(patience.factor(SCENARIO)).isEqualTo(1);
        patience.learn(SCENARIO, 1_000, 999);
        assertThat(patience.factor(SCENARIO)).isEqualTo(2);
        patience.learn(SCENARIO, 1_000, 1_003);
        assertThat(patience.factor(SCENARIO)).isEqualTo(2);
        assertThat(patience.factor("nginx 16k-100")).isEqualTo(1);
    }

    @Test
    void patienceHasAnEnd() {
        for (int i = 0; i < 10; i++) {
            patience.learn(SCENARIO, 1_000, 0);
        }
        assertThat(patience.factor(SCENARIO)).isEqualTo(ConnectPatience.MAX_FACTOR);
    }
}

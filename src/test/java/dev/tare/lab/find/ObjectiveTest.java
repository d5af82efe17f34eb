package dev.tare.lab.find;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ObjectiveTest {
    @Test
    void aBoundOfTheErrorsIsAddedWhereThereIsNone() {
        Objective objective = Objective.parse(List.of("p99<10ms"));

        assertThat(objective.text()).isEqualTo("p99<10ms and error_ratio<1%");
        assertThat(objective.errorBoundAdded()).isTrue();
    }

    @Test
    void aBoundOfTheErrorsThatIsNamedStandsAlone() {
        Objective objective = Objective.parse(List.of("p99<10ms", "error_ratio<0.1%"));

        assertThat(objective.text()).isEqualTo("p99<10ms and error_ratio<0.1%");
        assertThat(objective.errorBoundAdded()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "p99>10ms, no upper bound",
        "rate<5000/s, has no interval",
        "max<1s, has no interval",
        "errors<5, has no interval",
        "send_lag_p99<1ms, has no interval",
        "p99{GET /}<1s, names an endpoint",
        "p99<0ms, no number of requests can show 0",
        "error_ratio<100%, always holds",
        "p99, is no threshold"
    })
    void whatNoSearchCanGoByIsRefused(String text, String fault) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Objective.parse(List.of(text)))
                .withMessageContaining(text)
                .withMessageContaining(fault);
    }

    @Test
    void tooManyThresholdsAreRefused() {
        List<String> many = Collections.nCopies(Objective.MAX_THRESHOLDS, "p99<10ms");

        assertThatIllegalArgumentException()
                .isThrownBy(() -> Objective.parse(many))
                .withMessage("21 thresholds, must be 1 to 20");
    }

    @Test
    void theRarestFigureSaysHowManyRequestsAreNeeded() {
        assertThat(Objective.parse(List.of("p50<1ms")).smallestCount()).isEqualTo(381);
        assertThat(Objective.parse(List.of("p99.9<1ms")).smallestCount()).isEqualTo(3_688);
        assertThat(Objective.parse(List.of("error_ratio<0.1%")).smallestCount()).isEqualTo(3_838);
    }
}

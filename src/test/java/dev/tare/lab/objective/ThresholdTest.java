package dev.tare.lab.objective;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tare.lab.verdict.Statistic;
import dev.tare.lab.verdict.load.TimeKind;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ThresholdTest {
    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "p99<10ms, BELOW, 1.0E7",
        "p99.9 <= 1.5s, AT_MOST, 1.5E9",
        "mean<500us, BELOW, 500000",
        "max<1m, BELOW, 6.0E10",
        "service_p50<1ms, BELOW, 1.0E6",
        "send_lag_p99<50us, BELOW, 50000",
        "connect_p99<20ms, BELOW, 2.0E7",
        "handshake_max<1s, BELOW, 1.0E9",
        "error_ratio<0.1%, BELOW, 0.001",
        "error_ratio<=0.02, AT_MOST, 0.02",
        "rate>5000/s, ABOVE, 5000",
        "goodput>=5k, AT_LEAST, 5000",
        "errors<=3, AT_MOST, 3",
        "unsent==0, EQUAL, 0"
    })
    void isReadInItsUnit(String text, Relation relation, double bound) {
        Threshold threshold = Threshold.parse(text);

        assertThat(threshold.relation()).isEqualTo(relation);
        assertThat(threshold.bound()).isEqualTo(bound);
        assertThat(threshold.endpoint()).isEmpty();
    }

    @Test
    void namesItsFigure() {
        assertThat(Threshold.parse("p99.99<1s").subject())
                .isEqualTo(
                        new Subject.Time(TimeKind.RESPONSE_TIME, new Statistic.Percentile(99.99)));
        assertThat(Threshold.parse("send_lag_max<1s").subject())
                .isEqualTo(new Subject.Time(TimeKind.SEND_LAG, Statistic.Whole.MAX));
        assertThat(Threshold.parse("unsent==0").subject()).isEqualTo(Subject.Counted.UNSENT);
    }

    @Test
    void mayBeOfOneEndpointWhateverItsName() {
        assertThat(Threshold.parse("p99{GET /a?b=<c>}<10ms").endpoint())
                .isEqualTo(Optional.of("GET /a?b=<c>"));
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "p99 | is no threshold",
                "p99=10ms | is no threshold",
                "p99<10 | has no unit",
                "p99<soon | is not a duration",
                "p100<1s | is no figure",
                "p0<1s | is no figure",
                "latency<1s | \"latency\" is no figure",
                "error_ratio<2 | is no share",
                "error_ratio<x% | is no share",
                "rate>fast | is not a rate",
                "errors<=1.5 | is not a whole number",
                "p50==1ms | is for whole numbers",
                "service_p99{a}<1s | of an endpoint alone"
            })
    void thatCannotBeMeantIsRefusedInOneLine(String text, String fault) {
        assertThatThrownBy(() -> Threshold.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(text)
                .hasMessageContaining(fault)
                .satisfies(e -> assertThat(e.getMessage()).hasLineCount(1));
    }

    @Test
    void aTextThatIsTooLongIsRefused() {
        String text = "p99{" + "x".repeat(Threshold.MAX_LENGTH) + "}<1s";

        assertThatThrownBy(() -> Threshold.parse(text)).hasMessageContaining("is no threshold");
    }
}

package dev.tare.lab.objective;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tare.lab.verdict.FigureKind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ChangeLimitTest {
    @ParameterizedTest
    @CsvSource({
        "p99 > +5%, RESPONSE_TIME_P99, ABOVE, 0.05",
        "p99.9>=+12.5%, RESPONSE_TIME_P999, AT_LEAST, 0.125",
        "cpu_per_request > +3 %, CPU_PER_REQUEST, ABOVE, 0.03",
        "goodput < -5%, GOODPUT, BELOW, -0.05",
        "goodput <= −5%, GOODPUT, AT_MOST, -0.05",
        "mean>-10%, RESPONSE_TIME_MEAN, ABOVE, -0.1",
        "error_ratio > +0.1%, ERRORS, ABOVE, 0.001",
        "peak_memory > +20%, PEAK_MEMORY, ABOVE, 0.2",
        "p50 > +0%, RESPONSE_TIME_P50, ABOVE, 0",
    })
    void aLimitIsAFigureARelationAndASignedChange(
            String text, FigureKind kind, Relation relation, double bound) {
        ChangeLimit limit = ChangeLimit.parse(" " + text + " ");
        assertThat(limit.text()).isEqualTo(text);
        assertThat(limit.kind()).isEqualTo(kind);
        assertThat(limit.relation()).isEqualTo(relation);
        assertThat(limit.bound()).isEqualTo(bound);
        assertThat(limit.scenario()).isEmpty();
    }

    @Test
    void itMayBeOfOneScenarioAlone() {
        assertThat(ChangeLimit.parse("p99{envoy/100b-open} > +5%").scenario())
                .contains("envoy/100b-open");
        assertThat(ChangeLimit.parse("p99{ envoy } > +5%").scenario()).contains("envoy");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "p99",
                "p99 > 5%",
                "p99 > +5",
                "p99 = +5%",
                "p99 == +5%",
                "> +5%",
                "p99 > +5% or so",
                "p99 > +5ms",
                "p99{} > +5%",
                "p99 > +1e3%",
                "p99 > ++5%"
            })
    void whatIsNoLimitIsRefusedWithAnExample(String text) {
        assertThatThrownBy(() -> ChangeLimit.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("is no limit of a change; write it as p99 > +5%");
    }

    @Test
    void aFigureThatIsNotComparedIsRefusedWithThoseThatAre() {
        assertThatThrownBy(() -> ChangeLimit.parse("max > +5%"))
                .hasMessage(
                        "\"max > +5%\": \"max\" is no figure of a comparison; known are goodput,"
                                + " mean, p50, p90, p99, p99.9, p99.99, p99.999, p99.9999,"
                                + " cpu_per_request, peak_memory, error_ratio");
    }

    @Test
    void nothingFallsBelowNothing() {
        assertThatThrownBy(() -> ChangeLimit.parse("p99 < -100%"))
                .hasMessage("\"p99 < -100%\": nothing falls by 100 % or more");
    }

    @Test
    void aTextBeyondTheLimitIsRefusedInALineOfItsOwn() {
        String text = "p99{" + "x".repeat(ChangeLimit.MAX_LENGTH) + "} > +5%";
        assertThatThrownBy(() -> ChangeLimit.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .satisfies(
                        e -> assertThat(String.valueOf(e.getMessage()).length()).isLessThan(200));
    }
}

package dev.tare.base.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class QuantityTextTest {

    @ParameterizedTest
    @CsvSource({
        "30s, 30000000000",
        "30, 30000000000",
        "500ms, 500000000",
        "1.5m, 90000000000",
        "1h2m3.5s, 3723500000000",
        "1d4h, 100800000000000",
        "250us, 250000",
        "7ns, 7",
        "0s, 0"
    })
    void readsDurationsOfEveryDialect(String text, long durationNs) {
        assertThat(QuantityText.durationNs(text)).isEqualTo(durationNs);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "s", "5 parsecs", "-3s", "1s2", "1e3s", "400d", "0x10s"})
    void refusesWhatIsNoDurationAndNamesIt(String text) {
        assertThatThrownBy(() -> QuantityText.durationNs(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("\"" + text + "\"");
    }

    @ParameterizedTest
    @CsvSource({"5000/s, 5000", "5k, 5000", "300/m, 5", "0.5/s, 0.5", "7200/h, 2"})
    void readsRates(String text, double ratePerSec) {
        assertThat(QuantityText.ratePerSec(text)).isEqualTo(ratePerSec);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "0", "-5", "5/fortnight", "k"})
    void refusesWhatIsNoRate(String text) {
        assertThatThrownBy(() -> QuantityText.ratePerSec(text))
                .hasMessageContaining("\"" + text + "\" is not a rate");
    }

    @ParameterizedTest
    @ValueSource(strings = {"65", "1.5", "0", "x", ""})
    void refusesCountsOutsideTheirBounds(String text) {
        assertThatThrownBy(() -> QuantityText.count(text, 1, 64))
                .hasMessage("\"" + text + "\" is not a whole number from 1 to 64");
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 7, 1_500, 20_000_000, 90_000_000_000L, 3_723_500_000_000L})
    void writesDurationsThatItReadsBack(long durationNs) {
        assertThat(QuantityText.durationNs(QuantityText.ofNs(durationNs))).isEqualTo(durationNs);
    }
}

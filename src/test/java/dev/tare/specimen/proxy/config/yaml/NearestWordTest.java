package dev.tare.specimen.proxy.config.yaml;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class NearestWordTest {
    private static final List<String> KNOWN = List.of("endpoints", "name", "timeouts", "tls");

    @ParameterizedTest
    @CsvSource({
        "endpoint, endpoints",
        "endpionts, endpoints",
        "Name, name",
        "nam, name",
        "timeout, timeouts",
        "tsl, tls",
    })
    void aSlipIsUnderstood(String word, String meant) {
        assertThat(NearestWord.of(word, KNOWN)).contains(meant);
    }

    @ParameterizedTest
    @CsvSource({"weight", "x", "balance"})
    void anotherWordIsNot(String word) {
        assertThat(NearestWord.of(word, KNOWN)).isEmpty();
        assertThat(NearestWord.remedy(word, KNOWN))
                .isEqualTo("; known are endpoints, name, timeouts, tls");
    }

    @ParameterizedTest
    @CsvSource({"abc, abc, 0", "abc, ab, 1", "abc, abd, 1", "abc, acb, 1", "'', abc, 3", "a, b, 1"})
    void slipsAreCounted(String a, String b, int slips) {
        assertThat(NearestWord.slips(a, b)).isEqualTo(slips);
        assertThat(NearestWord.slips(b, a)).isEqualTo(slips);
    }

    @Test
    void aVeryLongWordIsNotCompared() {
        assertThat(NearestWord.of("n".repeat(100_000), KNOWN)).isEmpty();
    }
}

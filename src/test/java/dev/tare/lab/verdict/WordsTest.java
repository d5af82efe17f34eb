package dev.tare.lab.verdict;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class WordsTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "31000|2000|31 ± 2 µs",
                "31000|2010|31 ± 3 µs",
                "31000|1500|31.0 ± 1.5 µs",
                "31000|400|31.0 ± 0.4 µs",
                "120000|30000|0.12 ± 0.03 ms",
                "5012345|21000|5.01 ± 0.03 ms",
                "80|20|80 ± 20 ns",
                "1500000000|200000000|1.5 ± 0.2 s",
                "31000|0|31.00 ± 0.00 µs"
            })
    void aMarginIsRoundedUpAndTheValueHasItsDecimals(double ns, double marginNs, String words) {
        assertThat(Words.time(ns, marginNs)).isEqualTo(words);
    }

    @ParameterizedTest
    @CsvSource({
        "99, 99.0 ns",
        "100, 0.100 µs",
        "60416, 60.4 µs",
        "100000, 0.100 ms",
        "1234567890, 1.23 s",
        "-137216, -0.137 ms",
        "0, 0 ns"
    })
    void aDurationHasThreeDigitsInAFittingUnit(double ns, String words) {
        assertThat(Words.time(ns)).isEqualTo(words);
    }

    @ParameterizedTest
    @CsvSource({
        "0.95, 95 %",
        "0.9876, 98.8 %",
        "1, 100 %",
        "0.0123, 1.2 %",
        "0.000004, 0.00040 %",
        "0, 0 %"
    })
    void aShareIsAPercentage(double share, String words) {
        assertThat(Words.percent(share)).isEqualTo(words);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"999|999 B", "1000|1.00 kB", "1079000000|1.08 GB", "-24700000|-24.7 MB"})
    void bytesAreInPowersOfAThousand(double bytes, String words) {
        assertThat(Words.bytes(bytes)).isEqualTo(words);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"12345.4|12,345/s", "3.14159|3.14/s", "-35318|-35,318/s"})
    void ratesHaveSeparators(double perSec, String words) {
        assertThat(Words.rate(perSec)).isEqualTo(words);
    }
}

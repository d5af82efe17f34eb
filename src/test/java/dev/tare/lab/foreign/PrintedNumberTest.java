package dev.tare.lab.foreign;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The expected texts were printed by Go 1.26 and by glibc's printf. */
final class PrintedNumberTest {
    @ParameterizedTest
    @CsvSource({
        "0.125, 2, 0.12",
        "0.375, 2, 0.38",
        "1.005, 2, 1.00",
        "2.5, 0, 2",
        "99.995, 2, 100.00",
        "12.345, 2, 12.35",
        "-0.001, 2, -0.00"
    })
    void fixedRoundsTheBinaryValueHalfToEven(double value, int decimals, String expected) {
        assertThat(PrintedNumber.fixed(value, decimals)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0, 0",
        "8, 8, 8",
        "1000000, 1000000, 1e+06",
        "123456789, 1.2345679e+08, 1.235e+08",
        "0.000010593, 1.0593e-05, 1.059e-05",
        "45894.33838262844, 45894.338, 4.589e+04",
        "0.0001, 0.0001, 0.0001",
        "-0.0035, -0.0035, -0.0035",
        "12345.678, 12345.678, 1.235e+04"
    })
    void generalHasAsManyDigitsAsAsked(double value, String eight, String four) {
        assertThat(PrintedNumber.general(value, 8)).isEqualTo(eight);
        assertThat(PrintedNumber.general(value, 4)).isEqualTo(four);
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0",
        "8, 8",
        "1000000, 1e+06",
        "100000, 100000",
        "123456789, 1.23456789e+08",
        "0.000010593, 1.0593e-05",
        "45894.33838262844, 45894.33838262844",
        "999999.5, 999999.5"
    })
    void shortestHasAsFewDigitsAsTellTheValue(double value, String expected) {
        assertThat(PrintedNumber.shortest(value)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0s",
        "12, 12ns",
        "1500, 1.5µs",
        "2178918, 2.178918ms",
        "1000000000, 1s",
        "1003444600, 1.0034446s",
        "90000000000, 1m30s",
        "3600000000000, 1h0m0s",
        "3661500000000, 1h1m1.5s"
    })
    void durationsAreWrittenAsGoDoes(long durationNs, String expected) {
        assertThat(PrintedNumber.goDuration(durationNs)).isEqualTo(expected);
    }

    @Test
    void whatIsNoNumberHasAName() {
        assertThat(PrintedNumber.general(Double.NaN, 3)).isEqualTo("NaN");
        assertThat(PrintedNumber.shortest(Double.POSITIVE_INFINITY)).isEqualTo("+Inf");
        assertThat(PrintedNumber.fixed(Double.POSITIVE_INFINITY, 2)).isEqualTo("inf");
    }
}

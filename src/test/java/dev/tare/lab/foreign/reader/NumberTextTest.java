package dev.tare.lab.foreign.reader;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.tare.lab.foreign.reader.result.Place;
import dev.tare.lab.foreign.reader.result.Printed;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class NumberTextTest {
    @ParameterizedTest
    @CsvSource({
        "635.91us, 635910, 5",
        "0.89ms, 890000, 5000",
        "1.36s, 1360000000, 5000000",
        "1.50m, 90000000000, 300000000",
        "2.00h, 7200000000000, 18000000000"
    })
    void durationsOfWrkHaveTheirLastPlace(String text, double ns, double halfNs) {
        Printed printed = NumberText.wrkDurationNs(text).orElseThrow();
        assertThat(printed.value()).isCloseTo(ns, within(1e-3));
        assertThat(printed.halfUnit()).isCloseTo(halfNs, within(1e-3));
    }

    @Test
    void bytesOfWrkAreMultiplesOf1024() {
        Printed printed = NumberText.wrkBytes("10.17MB").orElseThrow();
        assertThat(printed.value()).isCloseTo(10_664_017.92, within(0.01));
        assertThat(printed.halfUnit()).isCloseTo(0.005 * 1_048_576, within(1e-6));
        assertThat(NumberText.wrkBytes("0.00B")).contains(new Printed(0, 0.005));
        assertThat(NumberText.wrkCount("1.53k").orElseThrow().value()).isEqualTo(1530);
    }

    @Test
    void generalFiguresArePreciseBeyondTheDigitsThatAreLeft() {
        assertThat(NumberText.significant("264", 8)).contains(new Printed(264, 5e-6));
        assertThat(NumberText.significant("2.07529986e+10", 9).orElseThrow().halfUnit())
                .isCloseTo(50, within(1e-9));
        assertThat(NumberText.general("1.2716288e+07")).contains(Printed.exact(12_716_288));
    }

    @ParameterizedTest
    @CsvSource({
        "0s, 0",
        "5.059691387s, 5059691387",
        "1m30.5s, 90500000000",
        "2.178918ms, 2178918",
        "12µs, 12000",
        "1h2m3s, 3723000000000",
        "-1.5ms, -1500000"
    })
    void durationsOfGo(String text, double ns) {
        assertThat(NumberText.goDurationNs(text).orElseThrow().value()).isEqualTo(ns);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "-", "1.2.3", "1e", "nan", "1,5", "0x10", "١", "1 2"})
    void whatIsNoFigureIsEmpty(String text) {
        assertThat(NumberText.decimal(text)).isEmpty();
        assertThat(NumberText.general(text)).isEmpty();
        assertThat(NumberText.significant(text, 8)).isEmpty();
        assertThat(NumberText.wrkDurationNs(text)).isEmpty();
        assertThat(NumberText.wrkBytes(text)).isEmpty();
        assertThat(NumberText.goDurationNs(text)).isEmpty();
    }

    @Test
    void figuresBeyondAllRangesAreEmpty() {
        assertThat(NumberText.general("1e999")).isEmpty();
        assertThat(NumberText.decimal("1".repeat(41))).isEmpty();
        assertThat(NumberText.whole("9".repeat(19))).isEmpty();
        assertThat(NumberText.whole("1,247,179")).hasValue(1_247_179);
        assertThat(NumberText.count("0")).isEmpty();
        assertThat(NumberText.count("2147483648")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"nan", "-nan", "NaN", "inf", "+Inf", "-nan%", "nanus"})
    void notANumberIsKnownHoweverItIsWritten(String text) {
        assertThat(NumberText.isNotANumber(text)).isTrue();
    }

    @Test
    void percentagesBecomeTheQuantilesThatJavaWritesSo() {
        assertThat(NumberText.quantile("99.9")).isEqualTo(0.999);
        assertThat(NumberText.quantile("99.99")).isEqualTo(0.9999);
        assertThat(NumberText.quantile("50.000")).isEqualTo(0.5);
    }

    @Test
    void aPrintedFigureKnowsItsRange() {
        Printed printed = new Printed(200, 5);
        assertThat(printed.low()).isEqualTo(195);
        assertThat(printed.high()).isEqualTo(205);
        assertThat(printed.relativeHalfUnit()).isEqualTo(0.025);
        assertThat(printed.times(2)).isEqualTo(new Printed(400, 10));
        assertThat(Printed.exact(0).relativeHalfUnit()).isZero();
        assertThatThrownBy(() -> new Printed(Double.NaN, 0)).hasMessageContaining("NaN");
        assertThatThrownBy(() -> new Printed(1, -1)).hasMessageContaining("-1.0");
        assertThatThrownBy(() -> new Place("x", 0, 1)).hasMessageContaining("0 to 1");
    }
}

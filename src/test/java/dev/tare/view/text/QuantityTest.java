package dev.tare.view.text;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tare.lab.verdict.FigureKind.Unit;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class QuantityTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "0; 0 ns",
                "NaN; –",
                "Infinity; ∞",
                "-Infinity; −∞",
                "0.00001; < 0.0001 ns",
                "0.25; 0.250 ns",
                "1; 1.00 ns",
                "312000; 312 µs",
                "-312000; −312 µs",
                "999949; 1.00 ms",
                "999499; 999 µs",
                "999950; 1.00 ms",
                "999.5; 1.00 µs",
                "999499999; 999 ms",
                "999500000; 1.00 s",
                "3600000000000; 3,600 s",
                "1e30; 1.00E+21 s"
            })
    void aDurationTakesTheUnitOfItsRoundedValue(double ns, String text) {
        assertThat(Quantity.duration(ns)).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "48213; PER_SEC; 48,200/s",
                "999500; PER_SEC; 1.00 M/s",
                "791000000; BYTES_PER_SEC; 791 MB/s",
                "61800000; BYTES; 61.8 MB",
                "0.978; RATIO; 97.8 %",
                "1; RATIO; 100 %",
                "0; RATIO; 0 %",
                "0.0000000001; RATIO; < 0.0001 %"
            })
    void everyUnitHasItsSymbols(double value, Unit unit, String text) {
        assertThat(Quantity.of(value, unit)).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "31.2345; 2.1; +31 ± 3",
                "31.2345; 2.0; +31 ± 2",
                "31.2345; 1.41; +31.2 ± 1.5",
                "31.2345; 0.96; +31.2 ± 1.0",
                "-26512; 612; −26,500 ± 700",
                "0.0772; 0.00151; +0.0772 ± 0.0016",
                "0.004; 0.4; 0.0 ± 0.4",
                "-0.004; 0.4; 0.0 ± 0.4",
                "5; 0; +5.00 ± 0",
                "5; 0.0000001; +5.0000 ± 0.0001",
                "NaN; 1; – ± 1.0"
            })
    void digitsEndWhereTheIntervalDoes(double value, double margin, String text) {
        assertThat(Quantity.plusMinus(value, margin)).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource({"0.1,2", "0.19,2", "0.195,1", "0.99,1", "1,1", "19,0", "36,-1", "1200,-2"})
    void twoDigitsOfAMarginAreKeptWhereItBeginsWithAOne(double margin, int decimals) {
        assertThat(Quantity.decimals(margin)).isEqualTo(decimals);
    }

    @Test
    void aBoundIsRoundedUp() {
        assertThat(Quantity.bound(0.0411)).isEqualTo("0.042");
        assertThat(Quantity.bound(961)).isEqualTo("970");
        assertThat(Quantity.bound(0)).isEqualTo("0");
        assertThat(Quantity.bound(Double.NaN)).isEqualTo("–");
    }

    @Test
    void percentHasNoNeedlessZeros() {
        assertThat(Quantity.percent(0.95)).isEqualTo("95 %");
        assertThat(Quantity.percent(0.999)).isEqualTo("99.9 %");
        assertThat(Quantity.percent(1)).isEqualTo("100 %");
        assertThat(Quantity.percent(Double.NaN)).isEqualTo("–");
        assertThat(Quantity.percentWithTwoDecimals(0.0041)).isEqualTo("0.41 %");
    }

    @Test
    void aColumnTakesTheUnitThatItsSmallestNumberBears() {
        DoubleStream times = DoubleStream.of(92_000, 61e6, 0, Double.NaN);
        assertThat(Quantity.columnScale(times, Unit.NS).symbol()).isEqualTo("ms");
        assertThat(Quantity.columnScale(DoubleStream.of(41_200, 9e5), Unit.NS).symbol())
                .isEqualTo("µs");
        assertThat(Quantity.columnScale(DoubleStream.empty(), Unit.BYTES).symbol()).isEqualTo("B");
        assertThat(Quantity.columnScale(DoubleStream.of(162e6, 2e9), Unit.BYTES).symbol())
                .isEqualTo("MB");
    }

    @Test
    void countsAreGrouped() {
        assertThat(Quantity.count(1_234_567)).isEqualTo("1,234,567");
        assertThat(Quantity.count(0)).isEqualTo("0");
    }
}

package dev.tare.view.text;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tare.lab.verdict.Figure;
import dev.tare.lab.verdict.Figure.Interval;
import dev.tare.lab.verdict.FigureKind;
import dev.tare.lab.verdict.Reason;
import dev.tare.lab.verdict.Verdict;
import dev.tare.view.text.Quantity.Scale;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class FigureTextTest {
    private static final Scale MS = new Scale(1e6, "ms");

    private static Figure cost(double value, double low, double high, Verdict verdict) {
        return new Figure(
                FigureKind.RESPONSE_TIME_P50,
                value * 1e6,
                Optional.of(new Interval(low * 1e6, high * 1e6, 0.95)),
                false,
                List.of(new Reason(4, verdict, "", "")));
    }

    @Test
    void aCostReachesToTheFartherEndOfItsInterval() {
        Figure cost = cost(1.234, 1.2, 1.31, Verdict.VALID);

        assertThat(FigureText.cost(cost, MS)).isEqualTo("+1.23 ± 0.08");
        assertThat(FigureText.value(cost, MS)).isEqualTo("1.23");
        assertThat(FigureText.margin(cost, MS)).isEqualTo("0.08");
    }

    @Test
    void aLopsidedIntervalIsNotPrintedAsIfItHeldZero() {
        assertThat(FigureText.cost(cost(0.05, 0.012, 0.104, Verdict.VALID), MS))
                .isEqualTo("+0.050 (0.012 to 0.104)");
        assertThat(FigureText.cost(cost(-0.05, -0.104, -0.012, Verdict.TAINTED), MS))
                .isEqualTo("−0.050 (−0.104 to −0.012)");
    }

    @Test
    void whatIsNotResolvableIsBounded() {
        assertThat(FigureText.cost(cost(0.05, -0.31, 0.2, Verdict.NOT_RESOLVABLE), MS))
                .isEqualTo("none > 0.31");
        assertThat(FigureText.cost(cost(0, 0, 0, Verdict.NOT_RESOLVABLE), MS)).isEqualTo("0");
    }

    @Test
    void whatIsInvalidIsNotPrinted() {
        Figure invalid = cost(1, 0.9, 1.1, Verdict.INVALID);

        assertThat(FigureText.cost(invalid, MS)).isEmpty();
        assertThat(FigureText.value(invalid, MS)).isEmpty();
        assertThat(FigureText.margin(invalid, MS)).isEmpty();
    }

    @Test
    void aLowerBoundSaysAtLeast() {
        Figure bound =
                new Figure(FigureKind.RESPONSE_TIME_P50, 5e6, Optional.empty(), true, List.of());

        assertThat(FigureText.value(bound, MS)).isEqualTo("≥5.00");
        assertThat(FigureText.cost(bound, MS)).isEqualTo("≥+5.00");
    }
}

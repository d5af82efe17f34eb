package dev.tare.lab.cost;

import dev.tare.lab.verdict.Figure;
import dev.tare.lab.verdict.Figure.Interval;
import dev.tare.lab.verdict.Reason;
import dev.tare.lab.verdict.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A figure made of others; it is worth what the worst of them is worth.
 *
 * @param value in the unit that its holder says; NaN where there is none
 * @param interval where the true value lies; empty where there is none
 * @param reasons of all that it is made of
 */
public record CostFigure(double value, Optional<Interval> interval, List<Reason> reasons) {

    public CostFigure {
        reasons = List.copyOf(reasons);
    }

    /** The figure times {@code factor}, 0 or more. */
    static CostFigure scaled(Figure figure, double factor) {
        return new CostFigure(
                figure.value() * factor,
                figure.interval()
                        .map(i -> new Interval(i.low() * factor, i.high() * factor, i.level())),
                figure.reasons());
    }

    /** This times {@code factor}, 0 or more, and {@code addend} added. */
    CostFigure linear(double factor, double addend) {
        return new CostFigure(
                value * factor + addend,
                interval.map(i ->
                        new Interval(
                                i.low() * factor + addend, i.high() * factor + addend, i.level())),
                reasons);
    }

    /** The same with the reasons of something else that it rests on. */
    CostFigure with(List<Reason> more) {
        List<Reason> all = new ArrayList<>(reasons);
        all.addAll(more);
        return new CostFigure(value, interval, all);
    }

    /** The worst verdict of all its reasons. */
    public Verdict verdict() {
        return reasons.stream().map(Reason::verdict).reduce(Verdict.VALID, Verdict::and);
    }

    /** Whether its value may be shown: an invalid one is not printed as a result. */
    public boolean shown() {
        return verdict() != Verdict.INVALID && Double.isFinite(value);
    }

    /** How far the value is from the farther end of its interval; 0 where it has none. */
    public double margin() {
        return interval.map(i -> Math.max(i.high() - value, value - i.low())).orElse(0.0);
    }
}

package dev.tare.lab.verdict.load;

import dev.tare.lab.verdict.Figure;
import dev.tare.lab.verdict.FigureKind;
import dev.tare.lab.verdict.Reason;
import dev.tare.lab.verdict.Verdict;
import java.util.List;
import java.util.Optional;

/**
 * One figure of a load on its own, with its verdict.
 *
 * @param label such as {@code p99} or {@code goodput}
 * @param unit of the value
 * @param value NaN where there is none (then {@code verdict} is INVALID)
 * @param interval where the true value lies; empty where there is none
 * @param lowerBound the value is to be read as "at least": the instrument was the limit (rule 3)
 * @param reasons why; empty for a plain VALID
 */
public record LoadFigure(
        String label,
        FigureKind.Unit unit,
        double value,
        Optional<Figure.Interval> interval,
        boolean lowerBound,
        List<Reason> reasons) {

    public LoadFigure {
        reasons = List.copyOf(reasons);
    }

    /** The worst verdict of all its reasons. */
    public Verdict verdict() {
        return reasons.stream().map(Reason::verdict).reduce(Verdict.VALID, Verdict::and);
    }

    /** Whether its value may be shown: an invalid one is not printed as a result. */
    public boolean shown() {
        return verdict() != Verdict.INVALID && Double.isFinite(value);
    }
}

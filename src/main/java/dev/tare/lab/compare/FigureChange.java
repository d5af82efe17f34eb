package dev.tare.lab.compare;

import dev.tare.base.stats.Contrast;
import dev.tare.lab.verdict.Figure.Interval;
import dev.tare.lab.verdict.FigureKind;
import dev.tare.lab.verdict.Reason;
import dev.tare.lab.verdict.Verdict;
import java.util.List;
import java.util.Optional;

/**
 * One figure of a scenario, before and after.
 *
 * <p>A change is relative, 0.1 for 10 % more; of {@link FigureKind#ERRORS} it is the difference of
 * the shares, 0.001 for 0.1 points more, because most have none before.
 *
 * @param kind what it is
 * @param before in the kind's unit; NaN where it may not be shown
 * @param after likewise
 * @param bareChange by how much bare itself has changed between two bundles, which {@code change}
 *     does not contain; NaN where bare has no part in it
 * @param change the second against the first; NaN where there is none
 * @param interval of {@code change}; empty where there is none
 * @param contrast the same for tests: of logarithms, of errors: of shares
 * @param probability of a change so far from zero by chance, two-sided, corrected for all that were
 *     tested; 1 where nothing was tested
 * @param standing what follows
 * @param reasons why the halves, and with them the change, are doubtful; empty for plainly valid
 */
public record FigureChange(
        FigureKind kind,
        double before,
        double after,
        double bareChange,
        double change,
        Optional<Interval> interval,
        Optional<Contrast> contrast,
        double probability,
        Standing standing,
        List<Reason> reasons) {

    public FigureChange {
        reasons = List.copyOf(reasons);
    }

    /** The worst verdict of both halves. */
    public Verdict verdict() {
        return reasons.stream().map(Reason::verdict).reduce(Verdict.VALID, Verdict::and);
    }

    /** Whether it stands on an interval, and both halves are plainly valid. */
    public boolean valid() {
        return standing.judged() && verdict() == Verdict.VALID;
    }

    /** The largest change either way that the interval leaves room for; NaN without one. */
    public double largest() {
        return interval.map(i -> Math.max(Math.abs(i.low()), Math.abs(i.high())))
                .orElse(Double.NaN);
    }

    /** Whether more of it is better. */
    public static boolean moreIsBetter(FigureKind kind) {
        return kind == FigureKind.GOODPUT;
    }

    /** Whether a change of it is a difference of shares, in points. */
    public static boolean inPoints(FigureKind kind) {
        return kind == FigureKind.ERRORS;
    }
}

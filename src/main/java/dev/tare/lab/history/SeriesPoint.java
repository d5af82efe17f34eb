package dev.tare.lab.history;

import dev.tare.lab.verdict.Figure.Interval;
import dev.tare.lab.verdict.Verdict;
import java.util.Optional;

/**
 * One bundle's figure in a series.
 *
 * @param bundle that it is of
 * @param value in the unit of the figure; NaN where there is none
 * @param interval where the true value lies, if it has one
 * @param lowerBound whether the value is to be read as "at least"
 * @param verdict of the bundle's weighing
 * @param reason the worst reason in a sentence; empty for a plain VALID
 */
public record SeriesPoint(
        BundleEntry bundle,
        double value,
        Optional<Interval> interval,
        boolean lowerBound,
        Verdict verdict,
        String reason) {

    /** Whether it counts: an invalid figure is shown, and nothing is concluded from it. */
    public boolean used() {
        return verdict != Verdict.INVALID && Double.isFinite(value);
    }
}

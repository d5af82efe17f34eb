package dev.tare.lab.history;

import dev.tare.lab.verdict.Figure.Interval;
import dev.tare.lab.verdict.FigureKind;
import dev.tare.lab.verdict.Verdict;
import java.util.Optional;

/**
 * One figure, or one tare cost, of one scenario of one bundle.
 *
 * @param specimen name
 * @param workload name
 * @param place of the scenario in its bundle, from 0
 * @param measure figure or tare cost
 * @param kind of figure
 * @param value in the kind's unit; NaN where there is none
 * @param interval where the true value lies, if it has one
 * @param lowerBound whether the value is to be read as "at least"
 * @param verdict of the bundle's weighing
 * @param reason the worst reason in a sentence; empty for a plain VALID
 */
record FigureEntry(
        String specimen,
        String workload,
        int place,
        Measure measure,
        FigureKind kind,
        double value,
        Optional<Interval> interval,
        boolean lowerBound,
        Verdict verdict,
        String reason) {}

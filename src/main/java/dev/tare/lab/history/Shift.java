package dev.tare.lab.history;

import dev.tare.base.stats.ConfidenceInterval;

/**
 * How far a figure moved.
 *
 * @param from mean level before, in the figure's unit; the geometric mean where {@code relative}
 * @param to mean level after
 * @param relative whether {@code change} is a share of {@code from}; else it is in the unit
 * @param change from {@code from} to {@code to}
 * @param interval of the change
 * @param way better or worse
 */
public record Shift(
        double from,
        double to,
        boolean relative,
        double change,
        ConfidenceInterval interval,
        Way way) {}

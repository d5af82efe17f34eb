package dev.tare.lab.find;

import dev.tare.base.stats.ConfidenceInterval;
import dev.tare.lab.objective.Threshold;
import java.util.Optional;

/**
 * One threshold's figure at one point.
 *
 * @param threshold which
 * @param value in the threshold's unit; NaN if there is none
 * @param interval of the value; empty where there are too few samples for one
 * @param standing where that lies
 */
public record Reading(
        Threshold threshold,
        double value,
        Optional<ConfidenceInterval> interval,
        Standing standing) {

    /** How a figure stands to its bound. */
    public enum Standing {
        /** All of the interval meets the bound, or it is narrow and its value does. */
        MEETS,
        /** All of the interval breaks the bound, or it is narrow and its value does. */
        BREAKS,
        /** The bound lies within the interval, or there is no interval. */
        OPEN
    }
}

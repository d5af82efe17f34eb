package dev.tare.lab.find;

import java.util.Locale;

/**
 * What a point came to. Only {@link #MET} meets the objective: what is not shown does not count.
 */
public enum PointVerdict {
    /** Every threshold is shown to be met. */
    MET,
    /** A threshold is shown to be broken. */
    BROKEN,
    /** Requests were not answered as fast as they were planned, so a queue grew. */
    SATURATED,
    /** Not met, and the generator's own lateness may be the reason. */
    GENERATOR_LIMITED,
    /** Neither met nor broken when the longest time of a point was over. */
    UNSURE;

    /** The name as it stands in files: lower case with underscores. */
    public String key() {
        return name().toLowerCase(Locale.ROOT);
    }
}

package dev.tare.base.stats;

/**
 * Where a true value lies, at a level of confidence.
 *
 * @param low lower end, at most {@code high}
 * @param high upper end
 * @param level of confidence, more than 0 and less than 1, such as 0.95
 */
public record ConfidenceInterval(double low, double high, double level) {

    public ConfidenceInterval {
        if (!(low <= high)) {
            throw new IllegalArgumentException("low end " + low + " is not at most high " + high);
        }
        requireLevel(level);
    }

    /** Half the width. */
    public double halfWidth() {
        return (high - low) / 2;
    }

    /** Whether {@code value} lies within, ends included. */
    public boolean contains(double value) {
        return low <= value && value <= high;
    }

    /** The smallest interval that covers both, at this one's level. */
    public ConfidenceInterval hull(ConfidenceInterval other) {
        return new ConfidenceInterval(Math.min(low, other.low), Math.max(high, other.high), level);
    }

    static void requireLevel(double level) {
        if (!(level > 0 && level < 1)) {
            throw new IllegalArgumentException("level " + level + " must lie between 0 and 1");
        }
    }
}

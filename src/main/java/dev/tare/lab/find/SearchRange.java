package dev.tare.lab.find;

/**
 * Where a search looks, and how closely.
 *
 * @param fromPerSec the lowest rate, with which it begins, more than 0
 * @param maxPerSec the highest rate that is ever offered, at least {@code fromPerSec}
 * @param resolution how far the two ends of the answer may lie apart, as a share of the lower one,
 *     {@link #MIN_RESOLUTION} to 1
 * @param repeats how often both ends are measured again, {@link #MIN_REPEATS} to {@link
 *     #MAX_REPEATS}
 * @param maxPoints points after which the search ends, settled or not, 1 to {@link #MAX_POINTS}
 */
public record SearchRange(
        double fromPerSec, double maxPerSec, double resolution, int repeats, int maxPoints) {
    public static final double MIN_RESOLUTION = 0.001;
    public static final int MIN_REPEATS = 3;
    public static final int MAX_REPEATS = 100;

    /** The points of any search: each is kept, with its figures, until the end. */
    public static final int MAX_POINTS = 1_000;

    /** Points of a search for which nothing else was said: a settled one takes about twenty. */
    public static final int DEFAULT_POINTS = 60;

    public SearchRange {
        require(fromPerSec > 0, "lowest rate", fromPerSec, "more than 0");
        require(maxPerSec >= fromPerSec, "highest rate", maxPerSec, "at least the lowest");
        require(
                resolution >= MIN_RESOLUTION && resolution <= 1,
                "resolution",
                resolution,
                "0.1% to 100%");
        require(
                repeats >= MIN_REPEATS && repeats <= MAX_REPEATS,
                "repeats",
                (double) repeats,
                "3 to 100");
        require(
                maxPoints >= 1 && maxPoints <= MAX_POINTS,
                "points at most",
                (double) maxPoints,
                "1 to 1000");
    }

    private static void require(boolean holds, String name, double value, String bound) {
        if (!holds) {
            throw new IllegalArgumentException(
                    "%s is %s, must be %s".formatted(name, value, bound));
        }
    }
}

package dev.tare.lab.verdict;

/**
 * How likely a difference at least as large as a tare cost comes about where there is none.
 *
 * @param alone for this one by itself, two-sided, 0 to 1; at most 0.05 only where the 95 % interval
 *     leaves zero out
 * @param amongAll adjusted for all differences of the same weighing ({@link Comparisons}), at least
 *     as large as {@code alone}
 */
public record Chance(double alone, double amongAll) {
    public Chance {
        if (!(alone >= 0 && alone <= amongAll && amongAll <= 1)) {
            throw new IllegalArgumentException(
                    "probabilities %s alone and %s among all must rise from 0 to 1"
                            .formatted(alone, amongAll));
        }
    }
}

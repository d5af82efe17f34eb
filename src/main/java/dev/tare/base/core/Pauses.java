package dev.tare.base.core;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/**
 * Stretches of time in which somebody who should have run did not, by their lengths.
 *
 * @param longestNs the longest, ns; 0 where there is none
 * @param classes of lengths, ascending, those without a pause left out
 */
public record Pauses(long longestNs, List<LengthClass> classes) {
    public static final Pauses NONE = new Pauses(0, List.of());

    /** More classes than a {@code long} has bits there cannot be. */
    public static final int MAX_CLASSES = Long.SIZE;

    public Pauses {
        classes = List.copyOf(classes);
    }

    /**
     * The pauses from one power of two of nanoseconds up to the next.
     *
     * @param fromNs a power of two, ns
     * @param count how many, 1 or more
     * @param totalNs their sum, ns
     */
    public record LengthClass(long fromNs, long count, long totalNs) {
        /** Their mean length, ns. */
        public double meanNs() {
            return (double) totalNs / count;
        }
    }

    /**
     * So many pauses that are known by their sum only: all take the mean.
     *
     * @param count 0 or more
     * @param totalNs 0 or more
     */
    public static Pauses alike(long count, long totalNs) {
        if (count <= 0 || totalNs < count) {
            return NONE;
        }
        long meanNs = totalNs / count;
        return new Pauses(
                meanNs, List.of(new LengthClass(Long.highestOneBit(meanNs), count, totalNs)));
    }

    /** How many there were. */
    public long count() {
        return classes.stream().mapToLong(LengthClass::count).sum();
    }

    /** The sum of them all, ns. */
    public long totalNs() {
        return classes.stream().mapToLong(LengthClass::totalNs).sum();
    }

    /** These and others. */
    public Pauses plus(Pauses other) {
        TreeMap<Long, LengthClass> sum = new TreeMap<>();
        List<LengthClass> all = new ArrayList<>(classes);
        all.addAll(other.classes);
        for (LengthClass each : all) {
            sum.merge(
                    each.fromNs(),
                    each,
                    (a, b) ->
                            new LengthClass(
                                    a.fromNs(), a.count() + b.count(), a.totalNs() + b.totalNs()));
        }
        return new Pauses(Math.max(longestNs, other.longestNs), List.copyOf(sum.values()));
    }
}

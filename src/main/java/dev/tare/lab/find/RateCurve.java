package dev.tare.lab.find;

import java.util.Comparator;
import java.util.List;

/**
 * What a search measured, and what it came to.
 *
 * @param plan what was asked for
 * @param points in the order of measuring
 * @param answer of them
 * @param stopped whether it was stopped before its end
 * @param backEnd the I/O really used; empty without a point
 */
public record RateCurve(
        FindPlan plan, List<PointResult> points, Answer answer, boolean stopped, String backEnd) {
    public RateCurve {
        points = List.copyOf(points);
    }

    /** The points by their rate, those of one rate in the order of measuring. */
    public List<PointResult> byRate() {
        return points.stream()
                .sorted(
                        Comparator.comparingDouble(
                                        (PointResult point) -> point.figures().offeredPerSec())
                                .thenComparingInt(PointResult::number))
                .toList();
    }
}

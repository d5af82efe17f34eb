package dev.tare.lab.history;

import java.util.List;

/**
 * One figure of one scenario over time, on one machine and measured in one way.
 *
 * @param subject what it is of
 * @param setting what all its bundles share
 * @param points oldest first, at least one
 * @param since what became different when it began; empty for the first of its subject
 */
public record Series(Subject subject, Setting setting, List<SeriesPoint> points, String since) {
    public Series {
        points = List.copyOf(points);
    }

    /** Those that count, oldest first. */
    public List<SeriesPoint> used() {
        return points.stream().filter(SeriesPoint::used).toList();
    }

    /** The last one. */
    public SeriesPoint newest() {
        return points.getLast();
    }
}

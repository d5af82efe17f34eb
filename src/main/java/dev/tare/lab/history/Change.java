package dev.tare.lab.history;

import java.util.List;

/**
 * A change point of a series: between two bundles the level changed, and stayed changed.
 *
 * @param last bundle of the old level
 * @param first bundle of the new one
 * @param pointsSince how many points count since then, {@code first} included
 * @param shift from the old level to the new one
 * @param probability of so clear a change by chance, corrected for the places where it might be
 * @param differences what the two bundles say is not the same in them, such as {@code kernel 6.1 →
 *     6.12}
 */
public record Change(
        SeriesPoint last,
        SeriesPoint first,
        int pointsSince,
        Shift shift,
        double probability,
        List<String> differences) {

    public Change {
        differences = List.copyOf(differences);
    }
}

package dev.tare.lab.plan;

import java.util.List;
import java.util.Map;

/**
 * Figures that somebody has published, to be set beside ours.
 *
 * @param title of the section that shows them
 * @param source where they come from
 * @param note what a reader should know before comparing; may be empty
 * @param rows in the order in which they are shown, at most {@link #MAX_ROWS}
 * @param faults that they had, at most {@link #MAX_FAULTS}
 */
public record Published(
        String title, String source, String note, List<Row> rows, List<Fault> faults) {
    public static final int MAX_ROWS = 200;
    public static final int MAX_FAULTS = 32;

    public Published {
        rows = List.copyOf(rows);
        faults = List.copyOf(faults);
        if (title.isBlank() || source.isBlank()) {
            throw new IllegalArgumentException("published figures need a title and a source");
        }
        if (rows.size() > MAX_ROWS) {
            throw new IllegalArgumentException(
                    "%d rows are published; %d are possible".formatted(rows.size(), MAX_ROWS));
        }
        if (faults.size() > MAX_FAULTS) {
            throw new IllegalArgumentException(
                    "%d faults are named; %d are possible".formatted(faults.size(), MAX_FAULTS));
        }
    }

    /**
     * What was published of one load.
     *
     * @param what was loaded and how, in words
     * @param specimen of the plan that answers to it
     * @param workload of the plan that answers to it
     * @param figures those that were published
     * @param cpu as it was published, such as {@code 60-75 %}; empty where it was not
     * @param place within the source; may be empty
     */
    public record Row(
            String what,
            String specimen,
            String workload,
            Map<PublishedFigure, Double> figures,
            String cpu,
            String place) {
        public Row {
            figures = Map.copyOf(figures);
            if (what.isBlank()) {
                throw new IllegalArgumentException("a row needs a text for \"what\"");
            }
        }
    }

    /**
     * A fault of the published figures.
     *
     * @param check how ours are searched for it
     * @param name of it, in a few words
     * @param published what it was there, in a sentence
     */
    public record Fault(PublishedCheck check, String name, String published) {}
}

package dev.tare.load.request;

import java.util.HashSet;
import java.util.List;

/**
 * What the holes of a templated request are filled with: the rows of a table, used in turn, besides
 * counters and random numbers.
 *
 * @param columns names of the columns, without two alike; none where there is no table
 * @param rows at most {@link #MAX_ROWS}, each as long as {@code columns}; at least one where there
 *     are columns
 * @param seed of the random numbers
 */
public record TemplateData(List<String> columns, List<List<String>> rows, long seed) {
    public static final int MAX_ROWS = 1_000_000;

    public TemplateData {
        columns = List.copyOf(columns);
        rows = rows.stream().map(List::copyOf).toList();
        if (new HashSet<>(columns).size() < columns.size()) {
            throw new IllegalArgumentException("two columns of the data have one name: " + columns);
        }
        if (rows.size() > MAX_ROWS || rows.isEmpty() != columns.isEmpty()) {
            throw new IllegalArgumentException(
                    "%d rows of data for %d columns, must be 1 to %d"
                            .formatted(rows.size(), columns.size(), MAX_ROWS));
        }
        for (int i = 0; i < rows.size(); i++) {
            if (rows.get(i).size() != columns.size()) {
                throw new IllegalArgumentException(
                        "row %d of the data has %d values for %d columns"
                                .formatted(i + 1, rows.get(i).size(), columns.size()));
            }
        }
    }

    /** No table: counters and random numbers only. */
    public static TemplateData seeded(long seed) {
        return new TemplateData(List.of(), List.of(), seed);
    }
}

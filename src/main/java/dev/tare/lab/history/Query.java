package dev.tare.lab.history;

import dev.tare.lab.verdict.FigureKind;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/**
 * Which series are looked at.
 *
 * @param measure figures or tare costs
 * @param kinds of figures, at least one
 * @param specimen by name; empty for all
 * @param workload by name; empty for all
 */
public record Query(
        Measure measure,
        Set<FigureKind> kinds,
        Optional<String> specimen,
        Optional<String> workload) {
    /** What is looked at where nobody asks for anything else. */
    public static final Set<FigureKind> HEADLINES =
            Set.copyOf(
                    EnumSet.of(
                            FigureKind.GOODPUT,
                            FigureKind.RESPONSE_TIME_P50,
                            FigureKind.RESPONSE_TIME_P99,
                            FigureKind.CPU_PER_REQUEST));

    public Query {
        kinds = Set.copyOf(kinds);
        if (kinds.isEmpty()) {
            throw new IllegalArgumentException("a history needs at least one kind of figure");
        }
    }

    /** The headlines of every scenario. */
    public static Query ofHeadlines() {
        return new Query(Measure.FIGURE, HEADLINES, Optional.empty(), Optional.empty());
    }
}

package dev.tare.lab.history;

import java.util.List;
import java.util.Optional;

/**
 * A series, and what can be said of it.
 *
 * @param series as it was put together
 * @param standing what became of it
 * @param outliers points each alone far from all around it; set aside
 */
public record SeriesFinding(Series series, Standing standing, List<SeriesPoint> outliers) {
    public SeriesFinding {
        outliers = List.copyOf(outliers);
    }

    /** Its change points, oldest first. */
    public List<Change> changes() {
        return standing instanceof Standing.Changed(List<Change> changes) ? changes : List.of();
    }

    /**
     * Whether it got worse lately: its newest change point is for the worse and has at most {@code
     * bundles} points since, or it drifts to the worse.
     *
     * @param bundles 1 or more
     */
    public boolean worseLately(int bundles) {
        return switch (standing) {
            case Standing.TooFew any -> false;
            case Standing.Steady any -> false;
            case Standing.Drifts(Shift shift, double any) -> shift.way() == Way.WORSE;
            case Standing.Changed changed -> newestIsWorse(bundles);
        };
    }

    private boolean newestIsWorse(int bundles) {
        return Optional.of(changes().getLast())
                .filter(change -> change.pointsSince() <= bundles)
                .filter(change -> change.shift().way() == Way.WORSE)
                .isPresent();
    }
}

package dev.tare.lab.history;

import java.util.List;

/** What can be said of a series. */
public sealed interface Standing {

    /**
     * Too few points for anything.
     *
     * @param needed at least so many
     */
    record TooFew(int needed) implements Standing {}

    /** No change that could be told from chance. */
    record Steady() implements Standing {}

    /**
     * It goes one way all the time, rather than in steps.
     *
     * @param shift of the fitted line, from the first point to the last
     * @param probability of so steep a line by chance
     */
    record Drifts(Shift shift, double probability) implements Standing {}

    /**
     * It has change points.
     *
     * @param changes oldest first, at least one
     */
    record Changed(List<Change> changes) implements Standing {
        public Changed {
            changes = List.copyOf(changes);
        }
    }
}

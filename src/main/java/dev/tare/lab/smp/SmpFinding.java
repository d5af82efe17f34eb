package dev.tare.lab.smp;

/**
 * What is wrong with a result.
 *
 * @param kind of fault
 * @param certain whether no sound run could have written it; else it is only most unlikely
 * @param sentence names the figures and what contradicts them
 * @param remedy what to do
 */
public record SmpFinding(Kind kind, boolean certain, String sentence, String remedy) {
    /** What can be wrong. */
    public enum Kind {
        /** Seconds stand where milliseconds belong. */
        SECONDS,
        /** More requests are under way than connections can carry. */
        LITTLES_LAW,
        /** Percentiles that do not rise, or an average outside of least and most. */
        ORDER,
        /** A figure that is no time or no rate: negative, infinite, not a number. */
        NO_FIGURE,
        /** Nothing was answered. */
        NO_ANSWERS,
        /** It ends before it begins. */
        BACKWARDS,
        /** Another rate than was asked for. */
        RATE
    }
}

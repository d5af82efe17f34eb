package dev.tare.lab.bundle;

/**
 * {@code end.json}: how the experiment ended. Absent while it runs, and after a crash.
 *
 * @param state how
 * @param reason one sentence; empty for {@link State#COMPLETE}
 * @param endedEpochNs wall-clock time
 */
public record EndRecord(State state, String reason, long endedEpochNs) {

    /** How an experiment can end. */
    public enum State {
        /** Every planned block was measured. */
        COMPLETE,
        /** Stopped by the user; what was measured is kept. */
        STOPPED,
        /** Something failed; what was measured is kept. */
        FAILED
    }
}

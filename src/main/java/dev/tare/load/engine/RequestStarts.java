package dev.tare.load.engine;

/**
 * When the requests that the user's code makes start.
 *
 * <p>Thread-safety: the loop's own thread only. Allocation: none.
 */
sealed interface RequestStarts permits ClientStarts, ScheduledStarts {
    /** The load begins. */
    void begin();

    /** Whether a start has fallen due that the load still plans. */
    boolean due(long nowNs);

    /** The intended start that is next; {@link dev.tare.base.time.Instants#NEVER}: none. */
    long nextNs();

    /**
     * Takes the start that is next; there must be one.
     *
     * @return its sequence number
     */
    long take();

    /** A request has ended, or was given up. */
    void ended(long nowNs);

    /** Whether the next start follows from {@link #ended}: a client waits for every request. */
    boolean clientsWait();
}

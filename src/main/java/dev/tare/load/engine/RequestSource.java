package dev.tare.load.engine;

/**
 * Decides which connection sends when: what makes a loop closed or open.
 *
 * <p>Thread-safety: the loop's own thread only. Allocation: none.
 */
sealed interface RequestSource permits ClosedLoopSource, OpenLoopSource {

    /** The load begins; connections may be free already. */
    void begin(long nowNs);

    /**
     * A connection that is free, in the running load: it sends, or waits in the loop's queue of
     * free ones.
     *
     * @param freeSinceNs when its client could have begun to send: when its last answer was read,
     *     or when the attempt to open it was due
     */
    void onFree(ClientConnection connection, long freeSinceNs, long nowNs);

    /** An attempt to connect has failed in the running load. */
    void onAttemptFailed(ClientConnection connection, long nowNs);

    /** Time has passed, in the running load. */
    void tick(long nowNs);

    /** When {@link #tick} is due. */
    long nextNs();

    /** The measured phase has ended: what has fallen due and was not sent is counted. */
    void end(long nowNs);
}

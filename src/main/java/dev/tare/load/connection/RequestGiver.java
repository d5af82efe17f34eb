package dev.tare.load.connection;

import dev.tare.load.request.OutgoingRequest;

/**
 * Gives exchanges the requests that they send, where no endpoint makes them.
 *
 * <p>Thread-safety: the loop's own thread only.
 */
public interface RequestGiver {
    /**
     * Gives the exchange that is about to send its request.
     *
     * @return how many answers there will be, 1 or more
     */
    int give(OutgoingRequest into);

    /** Whether what was given last is a HEAD request. */
    boolean gaveHead();
}

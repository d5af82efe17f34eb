package dev.tare.load.connection;

import dev.tare.base.core.Outcome;

/**
 * Decides what follows from what happens on a loop's connections: counts it, and gives exchanges
 * that are free their next request.
 *
 * <p>Thread-safety: called on the loop's own thread only. Allocation: none.
 */
public interface ConnectionOwner {
    /** A connection is open; all its exchanges are free. */
    void onConnected(ClientConnection connection, Negotiated negotiated);

    /**
     * An attempt to connect has failed, for whatever reason; the next one is about to be planned.
     */
    void onAttemptFailed(ClientConnection failed, String reason, long nowNs);

    /** A connection has something to send, which may wait for more. */
    void flushLater(ClientConnection connection);

    /** The kernel has taken the first byte of a request that had to wait. */
    void onSent(Exchange exchange);

    /** One of several answers to what was sent at once is there; the exchange waits for more. */
    void onOneAnswered(Exchange exchange, Outcome outcome, long bodyBytes, long nowNs);

    /** A request was answered, and its connection can be used again. */
    void onAnswered(Exchange exchange, Outcome outcome, long bodyBytes, long nowNs);

    /** A request was answered, and its connection cannot be used again. */
    void onAnsweredLast(Exchange exchange, Outcome outcome, long bodyBytes, long nowNs);

    /** A request in flight will not be answered; whether its connection goes on is asked of it. */
    void onLost(Exchange exchange, Outcome outcome, long nowNs);

    /** A request has ended without an answer; the connection goes on. */
    void onFailed(Exchange exchange, Outcome outcome, long nowNs);

    /** A connection cannot be used any more; what was in flight on it was cut short. */
    void onBroken(ClientConnection connection, long nowNs);

    /** The other side breaks the protocol's rules on a connection with several requests. */
    void onUnusable(ClientConnection connection, long nowNs);

    /**
     * An exchange of an open connection has nothing to do.
     *
     * @param freeSinceNs when its client could have begun to send
     */
    void offer(Exchange exchange, long freeSinceNs, long nowNs);
}

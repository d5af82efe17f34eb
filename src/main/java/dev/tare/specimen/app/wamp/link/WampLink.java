package dev.tare.specimen.app.wamp.link;

import dev.tare.specimen.app.wamp.message.WampMessage;

/**
 * One side of a connection over which WAMP messages go.
 *
 * <p>Thread-safety: its loop's thread.
 */
public interface WampLink {
    /**
     * Sends a message behind those before, or keeps it until the peer takes it. After {@link
     * #close}, and when the peer is gone, it does nothing.
     *
     * <p>Never calls the handler of this link before it returns.
     */
    void send(WampMessage message);

    /**
     * Closes, after what was sent has gone out or a short while has passed. The handler's {@link
     * LinkHandler#onClosed} comes once, later, whoever has closed.
     */
    void close();

    /** Bytes that were sent and that the peer has not taken; 0 or more. */
    long queuedBytes();

    /** What carries it and how it is written, for people: {@code websocket/json}. */
    String transport();
}

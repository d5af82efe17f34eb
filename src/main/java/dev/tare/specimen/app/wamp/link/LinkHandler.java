package dev.tare.specimen.app.wamp.link;

import dev.tare.specimen.app.wamp.message.ProtocolFault;
import dev.tare.specimen.app.wamp.message.WampMessage;

/**
 * Told what comes over a {@link WampLink}.
 *
 * <p>Thread-safety: the link's thread.
 */
public interface LinkHandler {
    /** A message has come. */
    void onMessage(WampMessage message);

    /**
     * Something has come that is no message. The link stays as it is: the handler says {@code
     * ABORT} if it likes, and closes; nothing more is read after that.
     */
    void onFault(ProtocolFault fault);

    /**
     * A message was not sent, and will not be: it is longer than the peer takes. The link goes on.
     *
     * @param message as it was given to {@link WampLink#send}, by which this is never called
     * @param why in words
     */
    default void onUnsendable(WampMessage message, String why) {}

    /** The link is at its end: once, and the last call. */
    void onClosed();
}

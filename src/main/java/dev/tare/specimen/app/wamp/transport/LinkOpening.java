package dev.tare.specimen.app.wamp.transport;

import dev.tare.specimen.app.wamp.link.LinkAcceptor;

/** Told what becomes of a link that was asked for: either of its calls comes once, later. */
public interface LinkOpening extends LinkAcceptor {
    /**
     * There is no link.
     *
     * @param why in words, with the address
     */
    void onFailure(String why);
}

package dev.tare.specimen.app.wamp.client;

import dev.tare.specimen.app.wamp.message.Payload;

/** Told what becomes of a request other than a call. */
public interface RequestListener {
    /**
     * It is done.
     *
     * @param id of the registration, subscription or publication
     */
    void onDone(long id);

    void onError(String error, Payload payload);
}

package dev.tare.specimen.app.wamp.client;

import dev.tare.specimen.app.wamp.message.Payload;

/**
 * Told what a call brings: partial results where they were asked for, then a result or an error.
 */
public interface CallListener {
    /** A part of the result; more follows. */
    default void onProgress(Payload part) {}

    void onResult(Payload result);

    void onError(String error, Payload payload);
}

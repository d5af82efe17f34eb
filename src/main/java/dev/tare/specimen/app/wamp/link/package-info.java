/**
 * Where messages come from and go to, whatever carries them: a WebSocket, a RawSocket, or nothing
 * but a call.
 *
 * <p>Depends on {@code specimen.app.wamp.message}. All calls of one link and of its handler come on
 * one thread, that of the loop which the link belongs to.
 */
@NullMarked
package dev.tare.specimen.app.wamp.link;

import org.jspecify.annotations.NullMarked;

/**
 * WAMP over WebSocket and RawSocket, TCP and unix sockets, both sides, on the loops of {@code
 * specimen.app.http}.
 *
 * <p>A link writes what it is given in one go at the end of the loop's turn, so that many messages
 * cost one system call. What a peer does not take is kept up to a bound, beyond which that peer is
 * cut off; the others go on.
 *
 * <p>Depends on {@code specimen.app.http}, {@code specimen.app.wamp.link}, {@code .message} and
 * {@code .serializer}, {@code io.net}, {@code io.wire} and {@code io.wire.websocket}. A link
 * belongs to the thread of its loop.
 */
@NullMarked
package dev.tare.specimen.app.wamp.transport;

import org.jspecify.annotations.NullMarked;

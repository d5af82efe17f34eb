/**
 * HTTP/2 and HPACK over buffers, no sockets: bytes in, bytes out.
 *
 * <p>A session is one side of one connection. It is fed what was received, tells its listener what
 * that means, and holds what is to be sent in a bounded buffer of native memory, the frames of many
 * streams together. Nothing is allocated once buffers have grown to the size that the traffic
 * needs. A peer that breaks the protocol ends its stream or the session, with the fault in words;
 * whatever a peer can make grow has a named limit.
 *
 * <p>Depends on {@code io.wire} and {@code base}. No class here is thread-safe; a session belongs
 * to the thread of its connection.
 */
@NullMarked
package dev.tare.io.wire.http2;

import org.jspecify.annotations.NullMarked;

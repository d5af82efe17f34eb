/**
 * WebSocket over buffers, no sockets: bytes in, bytes out.
 *
 * <p>A reader is fed what was received and tells its sink whole messages and control frames; a
 * writer puts one frame at a time into the caller's memory; the two handshakes say what the heads
 * of HTTP/1.1 have to hold. No extension is offered or accepted. A peer that breaks the protocol is
 * told so by the close code that RFC 6455 gives for it; frames and messages have bounds.
 *
 * <p>Depends on {@code io.wire}. No class here is thread-safe; each belongs to the thread of its
 * connection.
 */
@NullMarked
package dev.tare.io.wire.websocket;

import org.jspecify.annotations.NullMarked;

/**
 * Heads on their way through an intermediary: what was received on one connection becomes what is
 * sent on another, of the same version of HTTP or of the other one.
 *
 * <p>What concerns one connection only stays behind, what could be read in two ways is refused, and
 * nothing is put into a line that could end it. Additions of the intermediary's own, such as {@code
 * via}, are the caller's.
 *
 * <p>Depends on {@code io.wire} and {@code io.wire.http2}. No sockets, no allocation; an object
 * belongs to one thread.
 */
@NullMarked
package dev.tare.io.wire.forward;

import org.jspecify.annotations.NullMarked;

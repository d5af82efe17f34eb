/**
 * A load's connections: HTTP/1.1 and HTTP/2 on the client's side, opened and opened anew, with room
 * for so many requests on each. They know what is going on on the wire; what follows from it is
 * decided by their {@link ConnectionOwner}.
 *
 * <p>Depends on {@code base}, {@code io}, {@code load.check}, {@code load.ledger}, {@code
 * load.request} and {@code load.spec}. Everything here belongs to the thread of one loop, but for
 * the plans, which all loops share and nobody changes.
 */
@NullMarked
package dev.tare.load.connection;

import org.jspecify.annotations.NullMarked;

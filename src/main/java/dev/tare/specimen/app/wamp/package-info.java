/**
 * The application of the fourth document: a WAMP router with a REST bridge, and callees that come
 * over WebSockets and RawSockets.
 *
 * <p>Depends on its packages, {@code specimen.app.http}, {@code io.net}, {@code io.wire}, {@code
 * base.time}. A router has one thread, on which its HTTP server, its links and the callees in it
 * run; callees of their own have another.
 */
@NullMarked
package dev.tare.specimen.app.wamp;

import org.jspecify.annotations.NullMarked;

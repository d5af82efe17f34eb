/**
 * What the applications have in common: an HTTP/1.1 server whose answers may come later, and a
 * client on the same threads.
 *
 * <p>Applications are what is measured through, so they are light: a server's thread has an event
 * loop, its connections and its client's connections, and shares nothing with the others.
 *
 * <p>Depends on {@code io.net}, {@code io.wire}, {@code base.time}. All calls of a service and of
 * its clients come on one thread of the server, which {@link ServerLoop#execute} hands work to.
 */
@NullMarked
package dev.tare.specimen.app.http;

import org.jspecify.annotations.NullMarked;

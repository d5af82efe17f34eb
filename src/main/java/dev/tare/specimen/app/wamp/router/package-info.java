/**
 * The router: sessions of realms, a dealer for calls and a broker for events.
 *
 * <p>One thread does everything, that of the loop which all links belong to: what the router does
 * for a message is a few look-ups, so that the wire is the work and not the router. Nothing is
 * locked, and messages have one order for all (docs/decisions/0015-wamp-router-on-one-thread.md).
 *
 * <p>Depends on {@code specimen.app.wamp.message}, {@code .link}, {@code .auth}, {@code base.time}.
 *
 * <p>Source: the specification's basic profile, and of the advanced profile what docs/wamp.md
 * lists.
 */
@NullMarked
package dev.tare.specimen.app.wamp.router;

import org.jspecify.annotations.NullMarked;

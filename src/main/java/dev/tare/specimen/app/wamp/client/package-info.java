/**
 * A WAMP client: joins a realm over a link, calls, offers procedures, publishes and subscribes.
 *
 * <p>Depends on {@code specimen.app.wamp.message}, {@code .link}, {@code .auth}. Everything happens
 * on the link's thread, and what is told is told there.
 */
@NullMarked
package dev.tare.specimen.app.wamp.client;

import org.jspecify.annotations.NullMarked;

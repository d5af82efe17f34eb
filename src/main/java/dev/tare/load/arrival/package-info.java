/**
 * When requests are to start: pure functions from a request's sequence number to its intended start
 * after the begin of the load.
 *
 * <p>Depends on {@code base.core}. Knows no thread, no socket and no clock.
 */
@NullMarked
package dev.tare.load.arrival;

import org.jspecify.annotations.NullMarked;

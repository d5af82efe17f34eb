/**
 * What minivoy writes down: a few lines about what happens to it ({@link EventLog}), and if asked a
 * line a request ({@link AccessLog}).
 *
 * <p>Depends on {@code base.time}. Neither ever holds up an event loop: what is to be written goes
 * into a bounded queue that a daemon thread empties; what finds no room is counted and left out.
 */
@NullMarked
package dev.tare.specimen.proxy.log;

import org.jspecify.annotations.NullMarked;

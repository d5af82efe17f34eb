/**
 * Single requests to a specimen: whether it is there, answers rightly, and how many requests it
 * says that it has seen.
 *
 * <p>Depends on {@code specimen.control.identity}, {@code specimen.control.process} and {@code
 * base}; speaks HTTP by the JDK's sockets, for the load's own client would prove only itself. Runs
 * on the caller's thread.
 */
@NullMarked
package dev.tare.specimen.control.probe;

import org.jspecify.annotations.NullMarked;

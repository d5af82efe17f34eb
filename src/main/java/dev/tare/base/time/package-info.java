/**
 * Clocks and waits. The only package that reads a clock or sleeps; all others are handed the time.
 *
 * <p>Depends on the JDK alone.
 */
@NullMarked
package dev.tare.base.time;

import org.jspecify.annotations.NullMarked;

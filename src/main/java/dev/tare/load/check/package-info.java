/**
 * Holds answers against what a correct one is, piece by piece as they arrive.
 *
 * <p>Depends on {@code base} and {@code io.wire}; knows no connection, no clock and no version of
 * HTTP. Inspections belong to the thread of their connection.
 */
@NullMarked
package dev.tare.load.check;

import org.jspecify.annotations.NullMarked;

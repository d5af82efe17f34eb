/**
 * The books of a load while they are being made: what happens to a request is put into the phase
 * and the interval where it belongs, and the books of all loops are added up.
 *
 * <p>Depends on {@code base} and {@code load.result}. A {@link Ledger} belongs to one loop's
 * thread, an {@link IntervalMerge} to the one that waits for the load; whole books go from one to
 * the other.
 */
@NullMarked
package dev.tare.load.ledger;

import org.jspecify.annotations.NullMarked;

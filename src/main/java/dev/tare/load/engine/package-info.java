/**
 * Runs loads: which request starts when, open or closed loop, and what becomes of each.
 *
 * <p>{@link LoadEngine} is the only public type. What it is asked for stands in {@code load.spec},
 * what it answers in {@code load.result}.
 *
 * <p>Depends on {@code base}, {@code io} and the packages of {@code load} below it; knows nothing
 * of what it weighs. One thread runs one event loop and owns its connections and its books; results
 * are handed over whole.
 */
@NullMarked
package dev.tare.load.engine;

import org.jspecify.annotations.NullMarked;

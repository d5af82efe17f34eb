/**
 * The numbers before any rule has looked at them: one workload on one specimen over all blocks, its
 * figures and tare costs with their intervals, any percentile, series by block.
 *
 * <p>Depends on {@code lab.verdict} (kinds of figures), {@code lab.bundle} and {@code base}. Pure,
 * and the same whatever the number of threads; each class says which may call it.
 */
@NullMarked
package dev.tare.lab.verdict.estimate;

import org.jspecify.annotations.NullMarked;

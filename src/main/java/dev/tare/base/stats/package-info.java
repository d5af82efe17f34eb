/**
 * Estimators, intervals and tests between blocks: Student's t on logarithms for means, the block
 * bootstrap and binomial ranks for percentiles, tests for slopes, ranks and steps in time, Holm's
 * procedure over many of them.
 *
 * <p>Depends on HdrHistogram and {@code base.histogram}. Everything is pure: no clock, no I/O, and
 * every random choice comes from a seed that the caller hands in. Safe for any number of threads as
 * long as a histogram is not written while it is read.
 */
@NullMarked
package dev.tare.base.stats;

import org.jspecify.annotations.NullMarked;

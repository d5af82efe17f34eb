/**
 * The rules of trust: pure functions from a bundle, or from one load on its own, to figures, each
 * with its interval and its verdict.
 *
 * <p>Depends on {@code base.stats}, {@code lab.bundle}, {@code lab.load} and the records of {@code
 * load.spec}, {@code load.result}. No I/O, no clock; every random choice is seeded by the bundle,
 * so that a report regenerates bit for bit.
 */
@NullMarked
package dev.tare.lab.verdict;

import org.jspecify.annotations.NullMarked;

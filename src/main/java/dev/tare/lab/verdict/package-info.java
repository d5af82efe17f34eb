/**
 * What is said of figures: their kinds, values and intervals, each with its verdict and the
 * reasons, a weighing of all scenarios, and the words for numbers in sentences. Records without a
 * rule of their own but Holm's, over all differences together.
 *
 * <p>Who makes them: {@code lab.verdict.judge} from a bundle, {@code lab.verdict.load} from one
 * load on its own; both by the rules of trust in {@code lab.verdict.rule}, with the numbers of
 * {@code lab.verdict.estimate}. All five are pure functions: no I/O, no clock; every random choice
 * is seeded by the bundle, so that a report regenerates bit for bit.
 *
 * <p>Depends on {@code base}, and on {@code lab.bundle} for the names of parts and tests.
 * Immutable: any thread.
 */
@NullMarked
package dev.tare.lab.verdict;

import org.jspecify.annotations.NullMarked;

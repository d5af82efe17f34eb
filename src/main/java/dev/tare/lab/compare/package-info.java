/**
 * Is one thing better than another, by how much, how sure: two bundles, or two specimens of one
 * bundle, figure by figure, and the limits that a CI gate sets to the differences.
 *
 * <p>Results that were written as SMP are held against each other as they stand ({@link
 * dev.tare.lab.compare.SmpComparer}).
 *
 * <p>Depends on {@code lab.bundle}, {@code lab.verdict}, {@code lab.objective}, {@code lab.smp},
 * {@code lab.audit} and base. Pure functions of bundles and their weighings; every random choice is
 * seeded by the bundles.
 */
@NullMarked
package dev.tare.lab.compare;

import org.jspecify.annotations.NullMarked;

/**
 * The rules of the audit. A result that was written as SMP becomes one of their blocks ({@link
 * dev.tare.lab.audit.rule.SmpBlock}).
 *
 * <p>A false alarm is as bad as a miss: every comparison is one of ranges, which begin with the
 * precision that a figure was printed with, and every constant stands beside its reason.
 *
 * <p>Depends on {@code lab.audit.result}, {@code lab.foreign.reader.result}, on {@code lab.smp} for
 * results in that form, on {@code base.stats} and on {@code lab.verdict} for the words of numbers.
 * No I/O, no clock; all is immutable or used by one thread.
 */
@NullMarked
package dev.tare.lab.audit.rule;

import org.jspecify.annotations.NullMarked;

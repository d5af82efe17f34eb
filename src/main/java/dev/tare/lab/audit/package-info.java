/**
 * Can these figures be true? What can be applied of the rules of trust to what other tools printed:
 * pure functions from {@link dev.tare.lab.foreign.reader.result.ForeignResult}s, one by one and
 * beside their siblings, to findings in words. A result that was written as SMP becomes one of them
 * ({@link dev.tare.lab.audit.SmpBlock}). {@link dev.tare.lab.audit.Auditor} is the way in; {@code
 * docs/audit.md} has the table of the rules, their thresholds and where those come from.
 *
 * <p>A false alarm is as bad as a miss: every comparison is one of ranges, which begin with the
 * precision that a figure was printed with, and every constant stands beside its reason.
 *
 * <p>Depends on {@code lab.foreign.reader.result}, on {@code lab.smp} for results in that form, on
 * {@code base.stats} and on {@code lab.verdict} for the words of numbers. No I/O, no clock; all is
 * immutable or used by one thread.
 */
@NullMarked
package dev.tare.lab.audit;

import org.jspecify.annotations.NullMarked;

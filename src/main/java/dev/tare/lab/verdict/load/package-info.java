/**
 * The judgement of one load on its own, by those rules of trust that need no bare beside it. {@link
 * dev.tare.lab.verdict.load.LoadJudge} is the way in.
 *
 * <p>Depends on {@code lab.verdict}, {@code lab.verdict.estimate}, {@code lab.verdict.rule}, {@code
 * lab.bundle}, {@code lab.load}, the records of {@code load.spec} and {@code load.result}, and
 * {@code base}. Pure; what it gives is immutable.
 */
@NullMarked
package dev.tare.lab.verdict.load;

import org.jspecify.annotations.NullMarked;

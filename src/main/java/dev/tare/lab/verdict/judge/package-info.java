/**
 * A bundle's judgement: all scenarios held against the rules, the sentence on top, how much longer
 * to measure, the next command. {@link dev.tare.lab.verdict.judge.Judge} is the way in.
 *
 * <p>Depends on {@code lab.verdict}, {@code lab.verdict.estimate}, {@code lab.verdict.rule}, {@code
 * lab.bundle} and {@code base}. Pure; many scenarios are judged on all cores, with the same result.
 */
@NullMarked
package dev.tare.lab.verdict.judge;

import org.jspecify.annotations.NullMarked;

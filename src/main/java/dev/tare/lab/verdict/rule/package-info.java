/**
 * The rules of trust: each looks at the evidence for one scenario and says which of its figures and
 * tare costs are no good, and why. {@link dev.tare.lab.verdict.rule.Rules} holds a bundle's
 * scenarios against all of them; the sentences and bounds that hold for a load on its own too are
 * public with their rule. {@code docs/measurement.md} numbers and explains them.
 *
 * <p>Depends on {@code lab.verdict}, {@code lab.verdict.estimate}, {@code lab.bundle} and {@code
 * base}. Pure functions without state: any thread.
 */
@NullMarked
package dev.tare.lab.verdict.rule;

import org.jspecify.annotations.NullMarked;

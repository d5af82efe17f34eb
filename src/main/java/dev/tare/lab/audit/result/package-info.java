/**
 * What an audit says: findings with the figures that they rest on, what was looked at, and what
 * that means for a reader.
 *
 * <p>Depends on {@code lab.foreign.reader.result} and on {@code lab.verdict} for the words of
 * numbers. Immutable.
 */
@NullMarked
package dev.tare.lab.audit.result;

import org.jspecify.annotations.NullMarked;

/**
 * Published figures beside ours: which scenario answers to which row, and whether a bundle has the
 * faults that the published figures had. Pure functions of a bundle and of its weighing.
 *
 * <p>Depends on {@code lab.plan}, which reads what was published, on {@code lab.bundle}, {@code
 * lab.verdict} and {@code base}. Any thread.
 */
@NullMarked
package dev.tare.lab.beside;

import org.jspecify.annotations.NullMarked;

/**
 * One load on its own, as it is kept: what was asked for, what came of it, its intervals made
 * small, what the instrument itself used, what kept it from running, and where it all comes from.
 *
 * <p>Depends on {@code load.spec}, {@code load.result}, {@code lab.bundle}, {@code
 * specimen.kernel}, {@code io.nativeaccess} and base. A {@link dev.tare.lab.load.LoadSeries}, an
 * {@link dev.tare.lab.load.OwnCpu} and a {@link dev.tare.lab.load.DisturbanceWatch} belong to the
 * thread that runs the load; all else is immutable.
 */
@NullMarked
package dev.tare.lab.load;

import org.jspecify.annotations.NullMarked;

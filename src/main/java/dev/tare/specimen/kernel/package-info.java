/**
 * What the kernel counts that no process can know of itself: how long its control group kept it
 * from running, what another machine took of the cores, what became of TCP segments and of
 * connections that nobody accepted.
 *
 * <p>Reads {@code /proc} and {@code /sys/fs/cgroup} and changes nothing. Depends on {@code
 * base.core}. Where a figure cannot be had it is empty, and nothing fails.
 *
 * <p>Thread-safety: all of it may be used from any thread.
 */
@NullMarked
package dev.tare.specimen.kernel;

import org.jspecify.annotations.NullMarked;

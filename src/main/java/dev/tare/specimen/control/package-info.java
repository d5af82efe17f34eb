/**
 * Starts, pins, health-checks, accounts for and stops the processes of a run: the origin, the
 * workers and the specimens, whoever wrote them; and makes the configurations of foreign proxies.
 *
 * <p>Depends on {@code io} and {@code base}; it never sees the load. Processes that it starts share
 * one process group with a small guard, which ends them all when the runner is gone. One thread a
 * process waits for its end; all else runs on the caller's thread.
 */
@NullMarked
package dev.tare.specimen.control;

import org.jspecify.annotations.NullMarked;

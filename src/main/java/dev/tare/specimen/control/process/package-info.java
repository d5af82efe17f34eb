/**
 * The processes of a run, and the machine that they run on: started, pinned, accounted for and
 * stopped; what {@code /proc} tells of them.
 *
 * <p>Depends on {@code io.nativeaccess} and {@code base}. Processes that it starts share one
 * process group with a small guard, which ends them all when the runner is gone. One thread a
 * process waits for its end; all else runs on the caller's thread.
 */
@NullMarked
package dev.tare.specimen.control.process;

import org.jspecify.annotations.NullMarked;

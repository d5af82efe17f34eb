/**
 * How well the process that generates a load does while it does: what held its threads up, how long
 * they stood ready without a core, what its heap's collections took.
 *
 * <p>Depends on {@code base} and on {@code io.nativeaccess}, for one call. A thread of its own
 * looks 250 times a second; the threads of the load are not touched, and know nothing of it.
 */
@NullMarked
package dev.tare.load.health;

import org.jspecify.annotations.NullMarked;

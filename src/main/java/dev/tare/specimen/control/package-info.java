/**
 * Specimens of a run, whoever wrote them: from a definition over start and health to the figures of
 * their processes and their end; and whether the doors that are secured refuse whom they should.
 *
 * <p>Depends on its packages and on {@code base}; it never sees the load. All runs on the caller's
 * thread.
 */
@NullMarked
package dev.tare.specimen.control;

import org.jspecify.annotations.NullMarked;

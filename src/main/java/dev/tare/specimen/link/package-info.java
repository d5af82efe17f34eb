/**
 * Wires between a load and what it loads: a network namespace of the run's own, reached over a pair
 * of virtual interfaces that {@code tc} shapes at both ends.
 *
 * <p>A {@link dev.tare.specimen.link.LinkShape} says how slow and how far the wire is; {@link
 * dev.tare.specimen.link.NamespaceLink} makes it, says how processes are started behind it, and
 * proves that it is as asked. Nothing of it has a name that outlives its processes. Sees {@code
 * specimen.control}, {@code io.nativeaccess} and {@code base}. Threads: one at a time.
 */
@NullMarked
package dev.tare.specimen.link;

import org.jspecify.annotations.NullMarked;

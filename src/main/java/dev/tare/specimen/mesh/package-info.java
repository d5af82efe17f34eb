/**
 * Specimens of many parts: an application's services, with sidecars beside them as a topology says.
 *
 * <p>A {@link dev.tare.specimen.mesh.Chart} is data and says which services there are and who calls
 * whom; a {@link dev.tare.specimen.mesh.Layout} says which sidecars that makes, and through which
 * ports everything goes; {@link dev.tare.specimen.mesh.MeshStarter} starts it and proves that it is
 * as it was meant to be. Sees {@code specimen.control}, {@code io} and {@code base}. Threads: one
 * at a time.
 */
@NullMarked
package dev.tare.specimen.mesh;

import org.jspecify.annotations.NullMarked;

/**
 * Proxies as specimens, minivoy among them: which there are, where they lie on this machine, how
 * they are configured as a gateway or as a sidecar, and where they count.
 *
 * <p>Depends on {@code specimen.control.probe}, {@code specimen.control.identity}, {@code
 * specimen.control.process} and {@code base}. Immutable.
 */
@NullMarked
package dev.tare.specimen.control.proxy;

import org.jspecify.annotations.NullMarked;

/**
 * How the bytes of bodies get through minivoy, behind one interface: sent from where they were
 * received ({@code mem}), passed on in pipes of the kernel's ({@code splice}), or copied into a
 * buffer of the sender's by Intel's Data Streaming Accelerator ({@code dsa}), of which there is a
 * software model for machines without one ({@code dsa-model}).
 *
 * <p>Depends on {@code io.nativeaccess} and base. An engine belongs to one event loop and its
 * thread; other threads read its counters.
 */
@NullMarked
package dev.tare.specimen.proxy.copy;

import org.jspecify.annotations.NullMarked;

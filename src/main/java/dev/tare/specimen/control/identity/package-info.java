/**
 * Who is who in a run: certificates and workload identities (SPIFFE) that are made for it, and the
 * JDK's TLS for single requests, with one line for what is wrong.
 *
 * <p>Depends on {@code specimen.control.process}, {@code io.net.tls} and {@code base}. Runs on the
 * caller's thread.
 */
@NullMarked
package dev.tare.specimen.control.identity;

import org.jspecify.annotations.NullMarked;

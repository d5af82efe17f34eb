/**
 * Certificates and keys: read from PEM files, and held against authorities, dates and names.
 *
 * <p>Depends on the JDK alone. Everything here is immutable and serves any thread.
 */
@NullMarked
package dev.tare.io.net.tls.certificate;

import org.jspecify.annotations.NullMarked;

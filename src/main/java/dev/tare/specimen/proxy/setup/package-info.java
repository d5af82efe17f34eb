/**
 * How minivoy is to run: its options, given on the command line or by a configuration, and what it
 * reads from files for that: the configuration itself, certificates and keys. Changed files are
 * noticed and taken up here, too.
 *
 * <p>{@link dev.tare.specimen.proxy.setup.ProxyTls} is how both sides are spoken with, in clear or
 * by TLS, as the options say.
 *
 * <p>Depends on {@code specimen.proxy.config}, {@code specimen.proxy.copy}, {@code
 * specimen.proxy.log}, {@code io.net}, {@code io.net.tls} and {@code base}. Options are immutable;
 * watches have daemon threads of their own, and what they take up crosses threads.
 */
@NullMarked
package dev.tare.specimen.proxy.setup;

import org.jspecify.annotations.NullMarked;

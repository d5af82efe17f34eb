/**
 * TLS 1.2 and 1.3 over the connections of {@code io.net}: a secured connection is a {@link
 * dev.tare.io.net.Connection} to its owner and the handler of the raw connection below, so it works
 * over every back end and its owner need not know of it.
 *
 * <p>Two providers behind one seam ({@code TlsEngine}): BoringSSL, driven directly through Netty's
 * tcnative on native memory, which allocates nothing once a connection is open; and the JDK's
 * {@code SSLEngine} where that library is absent, which allocates.
 *
 * <p>Depends on {@code io.net}, {@code io.net.tls.certificate}, {@code io.nativeaccess} and {@code
 * base}, and on {@code io.netty.internal.tcnative}, whose classes are loaded by the first client or
 * server only. A {@link dev.tare.io.net.tls.TlsClient} or {@link dev.tare.io.net.tls.TlsServer} is
 * shared by all threads; a connection belongs to its loop's.
 */
@NullMarked
package dev.tare.io.net.tls;

import org.jspecify.annotations.NullMarked;

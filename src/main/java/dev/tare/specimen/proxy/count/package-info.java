/**
 * What minivoy counts, and the kinds of failure that it tells apart; sums of the counts over all
 * threads, and how those look as JSON.
 *
 * <p>Depends on {@code specimen.proxy.copy}, {@code specimen.proxy.filter}, {@code
 * specimen.proxy.upstream} and {@code io.net.tls}, whose kinds of counts, denials and suites it
 * names, and on {@code specimen.proxy.log} for text from outside. A counter is written by one
 * thread, without a locked instruction, and may be read by any; a {@link
 * dev.tare.specimen.proxy.count.ProxyStats} and its like are immutable. To count allocates nothing,
 * but for a handshake.
 */
@NullMarked
package dev.tare.specimen.proxy.count;

import org.jspecify.annotations.NullMarked;

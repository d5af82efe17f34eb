/**
 * <em>minivoy</em>: a small HTTP/1.1 reverse proxy, as a specimen whose every cost is known.
 *
 * <p>A message passes with one receive and one send a hop: its head is rewritten in place, right
 * before the body that arrived with it, so that both leave together and no body byte is copied.
 * What the kernel does not take at once waits in a bounded buffer, and the faster side waits with
 * it.
 *
 * <p>Depends on {@code specimen.proxy.log}, {@code io.net}, {@code io.net.tls}, {@code io.wire} and
 * {@code base.time}. Each thread has an event loop, its client and upstream connections, its pool
 * and its counters; nothing but the counters, the order to stop and, under TLS, certificates and
 * sessions crosses threads.
 */
@NullMarked
package dev.tare.specimen.proxy;

import org.jspecify.annotations.NullMarked;

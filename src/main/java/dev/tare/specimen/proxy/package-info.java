/**
 * <em>minivoy</em>: a small reverse proxy for HTTP/1.1 and HTTP/2, as a specimen whose every cost
 * is known.
 *
 * <p>A message of HTTP/1.1 passes with one receive and one send a hop: its head is rewritten in
 * place, right before the body that arrived with it, so that both leave together and no body byte
 * is copied. What the kernel does not take at once waits in a bounded buffer, and the faster side
 * waits with it.
 *
 * <p>Of HTTP/2 each stream goes its own way ({@link dev.tare.specimen.proxy.Http2Stream} on the
 * client's side, {@link dev.tare.specimen.proxy.Http2Call} on the upstream's), and what all streams
 * of a connection have to send leaves together ({@link dev.tare.specimen.proxy.Http2Loop}).
 *
 * <p>Where a request goes is a {@code RoutingPlan}'s matter, which all threads share and a reload
 * replaces; each thread follows it by a {@code Router} of its own, and each client has an {@code
 * Exchange} for its current request.
 *
 * <p>Depends on {@code specimen.proxy.config}, {@code specimen.proxy.copy}, {@code
 * specimen.proxy.filter}, {@code specimen.proxy.log}, {@code specimen.proxy.route}, {@code
 * specimen.proxy.upstream}, {@code io.net}, {@code io.net.tls}, {@code io.wire} and {@code
 * base.time}. Each thread has an event loop, its client and upstream connections, its pool and its
 * counters; nothing but the counters, the order to stop, plans with what they share, and under TLS
 * certificates and sessions crosses threads.
 */
@NullMarked
package dev.tare.specimen.proxy;

import org.jspecify.annotations.NullMarked;

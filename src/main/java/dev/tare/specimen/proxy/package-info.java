/**
 * <em>minivoy</em>: a small reverse proxy for HTTP/1.1 and HTTP/2, as a specimen whose every cost
 * is known.
 *
 * <p>A message of HTTP/1.1 passes with one receive and one send a hop: its head is rewritten in
 * place, right before the body that arrived with it, so that both leave together and no body byte
 * is copied. What the kernel does not take at once waits in a bounded buffer, and the faster side
 * waits with it.
 *
 * <p>Of HTTP/2 each stream goes its own way, and what all streams of a connection have to send
 * leaves together ({@link dev.tare.specimen.proxy.SendOrder}).
 *
 * <p>Two may ask: a client of HTTP/1.1 ({@link dev.tare.specimen.proxy.Downstream}) and a stream of
 * one of HTTP/2 ({@link dev.tare.specimen.proxy.Http2Stream}). Two bring answers: a connection of
 * HTTP/1.1 ({@link dev.tare.specimen.proxy.Upstream}), which tells an {@link
 * dev.tare.specimen.proxy.Http1Asker}, and a stream of HTTP/2 ({@link
 * dev.tare.specimen.proxy.Http2Call}), which tells an {@link dev.tare.specimen.proxy.Http2Asker}.
 * So there are four pairs, and who stands between them:
 *
 * <table>
 *   <tr><td></td><td>Upstream</td><td>Http2Call</td></tr>
 *   <tr><td>Downstream</td><td>Http1Relay, in place</td><td>Http1OverHttp2</td></tr>
 *   <tr><td>Http2Stream</td><td>Http2OverHttp1</td><td>nobody</td></tr>
 * </table>
 *
 * <p>Where a request goes is a {@code RoutingPlan}'s matter, which all threads share and a reload
 * replaces; each thread follows it by a {@code Router} of its own, and each {@link
 * dev.tare.specimen.proxy.Asker} has an {@code Exchange} for its current request.
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

/**
 * <em>minivoy</em>: a small reverse proxy for HTTP/1.1 and HTTP/2, as a specimen whose every cost
 * is known. Here it is put together, started, reloaded and stopped ({@link
 * dev.tare.specimen.proxy.Minivoy}), and here its threads accept clients and take their turns
 * ({@link dev.tare.specimen.proxy.ProxyThread}).
 *
 * <p>Where to read on, from clients to upstreams; each package knows only those behind it:
 *
 * <pre>
 *   client.http1   client.http2   who has asked
 *              exchange           a request's route, filters, tries and time
 *              cluster            endpoints and the connections to them
 *               loop              what the connections of a thread share
 *       head    setup   count     heads and answers; options and files; counters
 * </pre>
 *
 * <p>Two may ask: a client of HTTP/1.1 ({@link dev.tare.specimen.proxy.client.http1.Downstream})
 * and a stream of one of HTTP/2 ({@link dev.tare.specimen.proxy.client.http2.Http2Stream}). Two
 * bring answers: a connection of HTTP/1.1 ({@link dev.tare.specimen.proxy.cluster.Upstream}) and a
 * stream of HTTP/2 ({@link dev.tare.specimen.proxy.cluster.Http2Call}). So there are four pairs,
 * and who stands between them:
 *
 * <table>
 *   <tr><td></td><td>Upstream</td><td>Http2Call</td></tr>
 *   <tr><td>Downstream</td><td>Http1Relay, in place</td><td>Http1OverHttp2</td></tr>
 *   <tr><td>Http2Stream</td><td>Http2OverHttp1</td><td>nobody</td></tr>
 * </table>
 *
 * <p>Depends on the packages below it, {@code io} and {@code base}. Each thread has an event loop,
 * its client and upstream connections, its pool and its counters; nothing but the counters, the
 * order to stop, plans with what they share, and under TLS certificates and sessions crosses
 * threads.
 */
@NullMarked
package dev.tare.specimen.proxy;

import org.jspecify.annotations.NullMarked;

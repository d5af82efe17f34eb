/**
 * What the connections of one of minivoy's threads share, whoever is at their other end: {@link
 * dev.tare.specimen.proxy.loop.ProxyLoop} with its buffers, waits, counters and words, and the ways
 * in which a connection keeps what it cannot send yet ({@link dev.tare.specimen.proxy.loop.Side}
 * for HTTP/1.1, {@link dev.tare.specimen.proxy.loop.Http2Side} for HTTP/2).
 *
 * <p>What all streams and connections have to send leaves together, when all that one wait has
 * brought was read ({@link dev.tare.specimen.proxy.loop.SendOrder}).
 *
 * <p>Depends on {@code specimen.proxy.count}, {@code specimen.proxy.setup}, {@code
 * specimen.proxy.head}, {@code specimen.proxy.config}, {@code specimen.proxy.copy}, {@code
 * specimen.proxy.log}, {@code io} and {@code base.time}; knows neither clients nor upstreams.
 * Everything belongs to the loop's thread, but for counters, which any may read. Nothing is
 * allocated for a request.
 */
@NullMarked
package dev.tare.specimen.proxy.loop;

import org.jspecify.annotations.NullMarked;

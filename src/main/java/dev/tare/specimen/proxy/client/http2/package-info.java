/**
 * Clients that speak HTTP/2: each stream of a connection ({@link
 * dev.tare.specimen.proxy.client.http2.Http2Downstream}) is a request that goes its own way ({@link
 * dev.tare.specimen.proxy.client.http2.Http2Stream}), with HTTP/2 behind it, or with HTTP/1.1
 * ({@link dev.tare.specimen.proxy.client.http2.Http2OverHttp1}).
 *
 * <p>Depends on {@code specimen.proxy.exchange} and what that depends on. Everything belongs to its
 * loop's thread, and nothing is allocated once there are as many connections and streams as there
 * ever will be.
 */
@NullMarked
package dev.tare.specimen.proxy.client.http2;

import org.jspecify.annotations.NullMarked;

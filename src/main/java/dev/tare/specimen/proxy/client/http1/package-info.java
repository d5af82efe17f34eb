/**
 * Clients that speak HTTP/1.1: one request after the other on a connection ({@link
 * dev.tare.specimen.proxy.client.http1.Downstream}), with HTTP/1.1 behind it ({@link
 * dev.tare.specimen.proxy.client.http1.Http1Relay}, in place), with HTTP/2 ({@link
 * dev.tare.specimen.proxy.client.http1.Http1OverHttp2}), or with another protocol that both sides
 * agree on ({@link dev.tare.specimen.proxy.client.http1.Tunnel}).
 *
 * <p>A message that stays in HTTP/1.1 passes with one receive and one send a hop: its head is
 * rewritten where it lies, right before the body that arrived with it, so that both leave together
 * and no body byte is copied. What the kernel does not take at once waits in a bounded buffer, and
 * the faster side waits with it.
 *
 * <p>Depends on {@code specimen.proxy.exchange} and what that depends on. Everything belongs to its
 * loop's thread, and nothing is allocated after a client's first requests.
 */
@NullMarked
package dev.tare.specimen.proxy.client.http1;

import org.jspecify.annotations.NullMarked;

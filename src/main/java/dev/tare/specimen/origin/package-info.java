/**
 * The origin: a service whose answers, service time and stalls are known, so that what stands in
 * front of it can be weighed.
 *
 * <p>{@code /byte/N} answers N bytes of known content, after a known delay if asked; {@code /stall}
 * stops everything for a known time; {@code /stats} counts what arrived. It shares a core with the
 * instrument, so a request costs one receive, one send, and no allocation.
 *
 * <p>Depends on {@code io.net}, {@code io.wire} and {@code base.time}. Each thread has an event
 * loop, its connections and its counters; only counters and the stall cross threads.
 */
@NullMarked
package dev.tare.specimen.origin;

import org.jspecify.annotations.NullMarked;

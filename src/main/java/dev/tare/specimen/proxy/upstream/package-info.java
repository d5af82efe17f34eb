/**
 * Which endpoint of a cluster gets a request, and whether it gets one at all: balancing, health,
 * ejection, retries, budgets, breakers, rate limits.
 *
 * <p>Rules without sockets and without clocks: times come in as monotonic nanoseconds, results of
 * requests and of health checks are told. Nothing here allocates after construction. Depends on
 * {@code specimen.proxy.config} and {@code base}.
 *
 * <p>Threads: {@link dev.tare.specimen.proxy.upstream.HealthBoard}, {@link
 * dev.tare.specimen.proxy.upstream.CircuitBreaker}, {@link
 * dev.tare.specimen.proxy.upstream.RetryBudget} and {@link
 * dev.tare.specimen.proxy.upstream.TokenBucket} are shared by all threads, without locks; of the
 * rest each thread has its own.
 */
@NullMarked
package dev.tare.specimen.proxy.upstream;

import org.jspecify.annotations.NullMarked;

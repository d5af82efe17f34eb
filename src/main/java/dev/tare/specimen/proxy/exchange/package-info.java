/**
 * One request's way, in whatever HTTP it comes and goes: its route, the filters that it and its
 * response pass, the cluster and endpoint of each try, how long each may take, and what the access
 * log is told.
 *
 * <p>Where requests go is a {@link dev.tare.specimen.proxy.exchange.RoutingPlan}'s matter, which
 * all threads share and a reload replaces; each thread follows it by a {@link
 * dev.tare.specimen.proxy.exchange.Router} of its own, and each {@link
 * dev.tare.specimen.proxy.exchange.Asker} has an {@link dev.tare.specimen.proxy.exchange.Exchange}
 * for its current request.
 *
 * <p>Depends on {@code specimen.proxy.cluster} and what that depends on, on {@code
 * specimen.proxy.filter} and {@code specimen.proxy.route}; knows no client. Plans are immutable;
 * the rest belongs to a loop's thread, and allocates nothing after the first requests.
 */
@NullMarked
package dev.tare.specimen.proxy.exchange;

import org.jspecify.annotations.NullMarked;

/**
 * Which route a request takes: a table that is compiled once from the configuration, and matches
 * heads where they lie, of HTTP/1.1 and HTTP/2 alike.
 *
 * <p>The order: the routes stand in the order of the document, and the first whose every condition
 * fits has the request. Host names only make the search shorter: each name knows beforehand which
 * routes can fit it.
 *
 * <p>Depends on {@code specimen.proxy.config}, {@code io.wire} and {@code base}. A table is
 * immutable and shared by all threads; a {@link dev.tare.specimen.proxy.route.RequestView} belongs
 * to one. Matching allocates nothing.
 */
@NullMarked
package dev.tare.specimen.proxy.route;

import org.jspecify.annotations.NullMarked;

/**
 * What is sent: the same bytes again and again, or a template filled anew for each request; and the
 * cookies that a client has been given.
 *
 * <p>Depends on {@code base} and {@code io.wire}; knows no connection. Makers may be shared between
 * threads; outgoing requests and cookie jars belong to the thread of their connection.
 */
@NullMarked
package dev.tare.load.request;

import org.jspecify.annotations.NullMarked;

/**
 * What minivoy is to do, as written: listeners, routes, clusters, as records whose ranges are
 * checked; and what of it may change while it runs.
 *
 * <p>Plain data: nothing here knows a socket, a file's contents or a thread. {@code
 * specimen.proxy.config.yaml} reads it from a document. Depends on {@code base.core}. Everything is
 * immutable and may be used by every thread.
 */
@NullMarked
package dev.tare.specimen.proxy.config;

import org.jspecify.annotations.NullMarked;

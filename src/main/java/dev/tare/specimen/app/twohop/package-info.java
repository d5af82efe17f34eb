/**
 * The application of the first document: a front that answers {@code /byte/N} with what a second
 * service has for {@code /bytes/N}, so that a request crosses a mesh twice.
 *
 * <p>Depends on {@code specimen.app.http}, {@code io.net}. Each thread of the server has its own
 * connections to the second service; counters alone are shared.
 */
@NullMarked
package dev.tare.specimen.app.twohop;

import org.jspecify.annotations.NullMarked;

/**
 * The application of the fourth document: an image hub whose pulls are limited for each user by
 * plan, in the application itself or, for comparison, in a proxy before it.
 *
 * <p>Depends on {@code specimen.app.http}, {@code specimen.planlimit}, {@code io.wire}, {@code
 * base.time}, and Jackson for the bodies of accounts. Threads are those of the server; limits,
 * accounts and counters are shared.
 */
@NullMarked
package dev.tare.specimen.app.imagehub;

import org.jspecify.annotations.NullMarked;
